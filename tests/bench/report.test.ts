import { describe, expect, test } from 'vitest';
import { printAims, printSection, reportSchema, sectionReport } from './report.ts';
import { atLeast, atMost, type Section } from './section.ts';
import { printTable, type Table } from './table.ts';

const table: Table = {
  title: 'Times',
  columns: [
    { key: 'name', head: 'name' },
    { key: 'ms', head: 'ms', digits: 2 },
    { key: 'good', head: 'good' },
  ],
  rows: [
    { name: 'open card', ms: 1.5, good: true },
    { name: 'me', ms: 123.456, good: false },
    { name: 'none', ms: null, good: null },
  ],
};

test('a table has words to the left, figures to the right, and a dash where there is nothing', () => {
  expect(printTable(table)).toBe(
    [
      'Times',
      '',
      'name           ms  good',
      '---------  ------  ----',
      'open card    1.50  yes',
      'me         123.46  no',
      'none            -  -',
    ].join('\n'),
  );
});

describe('aims', () => {
  test('are reached up to their limit and at it', () => {
    expect(atMost('small', 'a', 700, 700, 'KB').reached).toBe(true);
    expect(atMost('small', 'a', 700.1, 700, 'KB').reached).toBe(false);
    expect(atLeast('fast', 'a', 0.6, 0.6, 'times').reached).toBe(true);
    expect(atLeast('fast', 'a', 0.59, 0.6, 'times').reached).toBe(false);
  });

  test('are counted, and told with their figures', () => {
    const printed = printAims([
      atMost('small', 'clients', 683.54, 700, 'KB'),
      atMost('small', 'platform', 800, 700, 'KB'),
    ]);
    expect(printed).toMatch(/small +clients +683\.54 +700\.00 +KB +yes/);
    expect(printed).toMatch(/small +platform +800\.00 +700\.00 +KB +no/);
    expect(printed).toContain('1 of 2 reached.');
    expect(printAims([])).toBe('');
  });
});

test('what a section finds is printed whole, and fits the promised document', () => {
  const section: Section = {
    name: 'times',
    about: 'how long it takes',
    run: async () => ({ tables: [table], aims: [], notes: ['measured once'] }),
  };
  const findings = { tables: [table], aims: [atMost('fast', 'me', 1, 2, 'ms')], notes: ['measured once'] };
  const report = sectionReport(section, findings, { seconds: 12.3, load: { before: 0.5, after: 1.25 } });
  const printed = printSection(report);
  for (const part of [
    'times: how long it takes',
    'open card',
    '1 of 1 reached.',
    '- measured once',
    'Took 12 s; load average 0.5 before, 1.3 after.',
  ]) {
    expect(printed).toContain(part);
  }
  const machine = { processor: 'x', cores: 2, memoryMb: 1, system: 'linux x64', node: 'v24', java: 'none' };
  const at = '2026-11-25T22:00:00.000Z';
  const document = { format: 'kartoteka-bench', version: 1, at, quick: true, machine, sections: [report] };
  expect(reportSchema.parse(JSON.parse(JSON.stringify(document)))).toEqual(document);
});
