import { describe, expect, it } from 'vitest';
import { issuesOf } from '../../tests/equipment/issues.ts';
import { loggedContactInputSchema, noteInputSchema, timelineQuerySchema } from './timeline.ts';

describe('loggedContactInputSchema', () => {
  it.each([
    { channel: 'call', direction: 'in' },
    { channel: 'letter', direction: 'out', durationMinutes: 0 },
    { channel: 'meeting' },
    { channel: 'visit', direction: 'in', occurredAt: '2026-11-23T12:30:00+03:00' },
  ])('takes %j', (input) => {
    expect(loggedContactInputSchema.parse(input)).toEqual(input);
  });

  it.each([
    [{ channel: 'call' }, '/direction', 'field.required'],
    [{ channel: 'letter' }, '/direction', 'field.required'],
    [{ channel: 'fax', direction: 'in' }, '/channel', 'value.not-listed'],
    [{ channel: 'visit', durationMinutes: -1 }, '/durationMinutes', 'number.too-small'],
    [{ channel: 'visit', occurredAt: '2026-11-23' }, '/occurredAt', 'time.invalid'],
    [{ channel: 'visit', occurredAt: '2026-11-23T12:30:00' }, '/occurredAt', 'time.invalid'],
    [{ channel: 'visit', contactIds: ['x'] }, '/contactIds/0', 'ulid.invalid'],
    [{ channel: 'visit', corrects: '1' }, '/corrects', 'ulid.invalid'],
  ])('refuses %j', (input, pointer, code) => {
    expect(issuesOf(loggedContactInputSchema, input)).toEqual([[pointer, code]]);
  });
});

describe('noteInputSchema', () => {
  it('takes a text with line feeds, and refuses one that shows nothing', () => {
    expect(noteInputSchema.parse({ text: 'Раз\r\nдва' })).toEqual({ text: 'Раз\nдва' });
    expect(issuesOf(noteInputSchema, { text: ' \u200b' })).toEqual([['/text', 'text.empty']]);
    expect(issuesOf(noteInputSchema, {})).toEqual([['/text', 'field.required']]);
  });
});

describe('timelineQuerySchema', () => {
  it('reads kinds and a limit from text', () => {
    expect(timelineQuerySchema.parse({})).toEqual({ limit: 20 });
    expect(timelineQuerySchema.parse({ kind: 'note,contact-logged', limit: '100' })).toEqual({
      kind: ['note', 'contact-logged'],
      limit: 100,
    });
  });

  it.each(['0', '101', '1.5', '', 'ten', '1,2'])('refuses the limit "%s"', (limit) => {
    expect(timelineQuerySchema.safeParse({ limit }).success).toBe(false);
  });

  it.each(['', 'note,', 'notes', 'note, changed'])('refuses the kinds "%s"', (kind) => {
    expect(timelineQuerySchema.safeParse({ kind }).success).toBe(false);
  });
});
