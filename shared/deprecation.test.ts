import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { DEPRECATION_DAYS, deprecatedField, deprecationFault, deprecationHeaders } from './deprecation.ts';

const gone = { since: '2027-01-15', sunset: '2027-07-15' };

describe('an announcement', () => {
  it('gives half a year at least', () => {
    expect(DEPRECATION_DAYS).toBe(180);
    expect(deprecationFault(gone, '/things')).toBeUndefined();
    expect(deprecationFault({ since: '2027-01-01', sunset: '2027-06-30' }, '/things')).toBeUndefined();
    expect(deprecationFault({ since: '2027-01-01', sunset: '2027-06-29' }, '/things')).toContain(
      'not for 179',
    );
    expect(deprecationFault({ since: '2027-07-15', sunset: '2027-01-15' }, '/things')).toContain('180 days');
  });

  it.each(['2027-02-30', '2027-1-15', '15.01.2027', 'soon', '', '2027-01-15T10:00:00Z'])(
    'of %j is about no day',
    (day) => {
      expect(deprecationFault({ ...gone, since: day }, '/things')).toContain('calendar days');
      expect(deprecationFault({ ...gone, sunset: day }, '/things')).toContain('calendar days');
    },
  );

  it('names a successor that its own parameters lead to', () => {
    const successor = '/parts/{id}/things';
    expect(deprecationFault({ ...gone, successor }, '/things/{id}')).toBeUndefined();
    expect(deprecationFault({ ...gone, successor }, '/things')).toContain('no parameter id');
  });
});

describe('the headers', () => {
  it('are dates as the RFCs write them, and a link', () => {
    expect(deprecationHeaders(gone, '/api/v1', {})).toEqual({
      deprecation: '@1799971200',
      sunset: 'Thu, 15 Jul 2027 00:00:00 GMT',
    });
    expect(
      deprecationHeaders({ ...gone, successor: '/parts/{id}' }, '/api/v1', { id: '01K/>"' })['link'],
    ).toBe('</api/v1/parts/01K%2F%3E%22>; rel="successor-version"');
  });
});

describe('a field that goes', () => {
  it('is marked in its JSON Schema and still taken', () => {
    const named = z
      .string()
      .max(10)
      .meta({ description: 'What friends say.', examples: ['Anna'] });
    const schema = z.strictObject({ nick: deprecatedField(named, gone, '`name`').optional() });
    expect(z.toJSONSchema(schema).properties).toEqual({
      nick: {
        type: 'string',
        maxLength: 10,
        examples: ['Anna'],
        deprecated: true,
        description:
          'What friends say. Deprecated since 2027-01-15; it works until 2027-07-15. Use `name` instead.',
      },
    });
    expect(schema.parse({ nick: 'Anna' })).toEqual({ nick: 'Anna' });
  });

  it('does not go too soon', () => {
    expect(() => deprecatedField(z.string(), { since: '2027-01-15', sunset: '2027-02-15' })).toThrow(
      RangeError,
    );
  });
});
