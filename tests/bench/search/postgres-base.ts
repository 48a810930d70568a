import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { readQuery } from '../../../shared/search/reading-query.ts';
import { misspeltTexts, typedTexts } from './asked.ts';
import { BASE_END, type BaseSize } from './made-items.ts';
import type { Postgres } from './postgres-engine.ts';

/** The tables of a base as CSV, with the same folded words that the copy has. */
const TABLES: Readonly<Record<string, { readonly columns: string; readonly from: (dir: string) => string }>> =
  {
    company: {
      columns: 'n int, name text, doc text, status text, lead_source text, created_at timestamp',
      from: (dir) =>
        `SELECT c.n, "name$" AS name, coalesce(' ' || w.words, '') || coalesce(' #' || d.digits, '') AS doc, CAST(status AS VARCHAR), "leadSource", "createdAt"
       FROM read_parquet('${dir}/companies.parquet') AS c
       LEFT JOIN (SELECT n, string_agg(word, ' ') AS words FROM read_parquet('${dir}/companies-words.parquet') GROUP BY n) AS w ON w.n = c.n
       LEFT JOIN (SELECT n, string_agg(digits, ' #') AS digits FROM read_parquet('${dir}/companies-digits.parquet') GROUP BY n) AS d ON d.n = c.n`,
    },
    contact: {
      columns: 'n int, doc text',
      from: (dir) =>
        `SELECT c.n, coalesce(' ' || w.words, '') || coalesce(' #' || d.digits, '') AS doc
       FROM read_parquet('${dir}/contacts.parquet') AS c
       LEFT JOIN (SELECT n, string_agg(word, ' ') AS words FROM read_parquet('${dir}/contacts-words.parquet') GROUP BY n) AS w ON w.n = c.n
       LEFT JOIN (SELECT n, string_agg(digits, ' #') AS digits FROM read_parquet('${dir}/contacts-digits.parquet') GROUP BY n) AS d ON d.n = c.n`,
    },
    place: {
      columns: 'n int, company int, contact int, role text',
      from: (dir) =>
        `SELECT n, "company$", "contact$", CAST(role AS VARCHAR) FROM read_parquet('${dir}/places.parquet')`,
    },
    entry: {
      columns: 'n int, company int, occurred_at timestamp, body text',
      from: (dir) =>
        `SELECT t.n, t."company$", t."occurredAt", lower(l.text) FROM read_parquet('${dir}/timeline.parquet') AS t
       JOIN read_parquet('${dir}/timeline-long.parquet') AS l ON l.n = t.n`,
    },
  };

/** What a good engineer would give it: trigrams for what people type, trees for the rest. */
const INDEXES = [
  'CREATE INDEX ON company USING gin (doc gin_trgm_ops)',
  'CREATE INDEX ON contact USING gin (doc gin_trgm_ops)',
  'CREATE INDEX ON entry USING gin (body gin_trgm_ops)',
  'ALTER TABLE company ADD PRIMARY KEY (n)',
  'ALTER TABLE contact ADD PRIMARY KEY (n)',
  'CREATE INDEX ON company (name)',
  'CREATE INDEX ON company (status, lead_source)',
  'CREATE INDEX ON company (created_at, lead_source)',
  'CREATE INDEX ON place (company, role)',
  'CREATE INDEX ON place (contact)',
  'CREATE INDEX ON entry (occurred_at)',
  'CREATE INDEX ON entry (company)',
  'VACUUM ANALYZE',
];

/** Loads a base from the files of its snapshot. */
export async function loadBase(postgres: Postgres, snapshot: string, folder: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:', {
    threads: '2',
    temp_directory: join(folder, 'duckdb'),
  });
  const connection = await instance.connect();
  await postgres.run(['CREATE EXTENSION IF NOT EXISTS pg_trgm']);
  for (const [table, { columns, from }] of Object.entries(TABLES)) {
    const file = join(folder, `${table}.csv`);
    await connection.run(`COPY (${from(snapshot)}) TO '${file}' (FORMAT csv, HEADER false)`);
    chmodSync(file, 0o644);
    await postgres.run([`CREATE TABLE ${table} (${columns})`, `COPY ${table} FROM '${file}' (FORMAT csv)`]);
  }
  connection.closeSync();
  instance.closeSync();
  await postgres.run(INDEXES);
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Firms by a condition on their words, or those of their people: 50 in order, with how many there are. */
const found = (condition: (doc: string) => string): string =>
  `SELECT n, name, count(*) OVER () FROM company WHERE n IN (
     SELECT n FROM company AS c WHERE ${condition('c.doc')}
     UNION SELECT p.company FROM contact AS c JOIN place AS p ON p.contact = c.n WHERE ${condition('c.doc')}
   ) ORDER BY name LIMIT 50`;

function typed(text: string): string {
  const { words, digits } = readQuery(text);
  return found((doc) => {
    const all = words.map(({ word }) => `${doc} LIKE ${quoted(`% ${word}%`)}`).join(' AND ');
    const numbers = digits.map((fragment) => `${doc} LIKE ${quoted(`%#%${fragment}%`)}`);
    return `(${[`(${all})`, ...numbers].join(' OR ')})`;
  });
}

const misspelt = (text: string): string =>
  found((doc) =>
    readQuery(text)
      .words.map(({ word }) => `${doc} %> ${quoted(word)}`)
      .join(' AND '),
  );

/** The same questions as the copy is asked, by their names. */
export function statementsOf(size: BaseSize): Readonly<Record<string, readonly string[]>> {
  const yearAgo = new Date(BASE_END - 365 * 86_400_000).toISOString();
  const repeated = (statement: string, count: number): string[] =>
    Array.from({ length: count }, () => statement);
  return {
    q: typedTexts(size).map(typed),
    'q with a typo': misspeltTexts().map(misspelt),
    'note texts of a year': repeated(
      `SELECT c.n, c.name, count(*) OVER () FROM company AS c WHERE c.n IN (
         SELECT company FROM entry WHERE occurred_at >= ${quoted(yearAgo)} AND body LIKE '%рассрочка%' AND body LIKE '%прайс-лист%'
       ) ORDER BY c.name LIMIT 50`,
      5,
    ),
    'filter with a relation': repeated(
      `SELECT n, name, count(*) OVER () FROM company AS c WHERE status = 'customer' AND lead_source IN ('web', 'exhibition')
       AND EXISTS (SELECT 1 FROM place AS p WHERE p.company = c.n AND p.role = 'decision-maker') ORDER BY name LIMIT 50`,
      20,
    ),
    'month by source': repeated(
      `SELECT date_trunc('month', created_at AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/Moscow'), lead_source, count(*) FROM company GROUP BY 1, 2 ORDER BY 1, 2`,
      20,
    ),
  };
}
