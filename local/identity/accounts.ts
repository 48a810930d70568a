import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';

const TABLE = `CREATE TABLE IF NOT EXISTS identity_accounts (
  sub TEXT PRIMARY KEY,
  username TEXT NOT NULL UNIQUE,
  email TEXT NOT NULL UNIQUE,
  emailVerified INTEGER NOT NULL,
  name TEXT,
  passwordHash TEXT NOT NULL,
  passwordAt INTEGER NOT NULL,
  status TEXT NOT NULL,
  enabled INTEGER NOT NULL,
  demo INTEGER NOT NULL,
  createdAt INTEGER NOT NULL,
  modifiedAt INTEGER NOT NULL
) STRICT`;

const truth = z.number().transform((value) => value === 1);
const accountRow = z.object({
  sub: z.string(),
  username: z.string(),
  email: z.string(),
  emailVerified: truth,
  name: z.string().nullable(),
  passwordHash: z.string(),
  passwordAt: z.number(),
  status: z.enum(['UNCONFIRMED', 'CONFIRMED', 'FORCE_CHANGE_PASSWORD']),
  enabled: truth,
  demo: truth,
  createdAt: z.number(),
  modifiedAt: z.number(),
});

/** A person who may sign in. Times are milliseconds since the epoch; e-mail and user name are in lower case. */
export type Account = z.infer<typeof accountRow>;
type AccountStatus = Account['status'];

interface NewAccount {
  readonly email: string;
  readonly emailVerified: boolean;
  readonly name: string | undefined;
  readonly passwordHash: string;
  readonly status: AccountStatus;
  /** The service makes the user name itself (pool with `UsernameAttributes`): it is the `sub`. */
  readonly username: string | undefined;
}

export interface AccountFilter {
  readonly attribute: 'email' | 'username' | 'sub';
  readonly value: string;
  readonly prefix: boolean;
}

export type Accounts = ReturnType<typeof createAccounts>;

/** The accounts of the user pool, kept in the local state. */
export function createAccounts({ state, now }: { state: DatabaseSync; now: () => number }) {
  state.exec(TABLE);
  const bySub = state.prepare('SELECT * FROM identity_accounts WHERE sub = ?');
  const byReference = state.prepare('SELECT * FROM identity_accounts WHERE ?1 IN (sub, username, email)');
  const insert = state.prepare(
    `INSERT INTO identity_accounts VALUES (:sub, :username, :email, :emailVerified, :name, :passwordHash, :at, :status, 1, 0, :at, :at)
     ON CONFLICT DO NOTHING`,
  );
  const updatePassword = state.prepare(
    'UPDATE identity_accounts SET passwordHash = ?1, status = ?2, demo = ?3, passwordAt = ?4, modifiedAt = ?4 WHERE sub = ?5',
  );
  const updateEnabled = state.prepare(
    'UPDATE identity_accounts SET enabled = ?, modifiedAt = ? WHERE sub = ?',
  );
  const updateConfirmed = state.prepare(
    "UPDATE identity_accounts SET status = 'CONFIRMED', emailVerified = 1, modifiedAt = ? WHERE sub = ? AND status = 'UNCONFIRMED'",
  );
  const demo = state.prepare(
    'SELECT * FROM identity_accounts WHERE demo = 1 AND enabled = 1 ORDER BY createdAt, email',
  );
  const one = (row: unknown): Account | undefined => (row === undefined ? undefined : accountRow.parse(row));

  return {
    /** Undefined when the e-mail or the user name is taken. */
    add(account: NewAccount): Account | undefined {
      const sub = randomUUID();
      const { username = sub, email, emailVerified, name = null, passwordHash, status } = account;
      const row = {
        sub,
        username,
        email,
        name,
        passwordHash,
        status,
        emailVerified: Number(emailVerified),
        at: now(),
      };
      return insert.run(row).changes === 1 ? one(bySub.get(sub)) : undefined;
    },
    bySub: (sub: string): Account | undefined => one(bySub.get(sub)),
    /** By `sub`, user name or e-mail, as the admin calls and the sign-in page accept them; case does not matter. */
    find: (reference: string): Account | undefined => one(byReference.get(reference.trim().toLowerCase())),
    setPassword(sub: string, change: { hash: string; status: AccountStatus; demo: boolean }): void {
      updatePassword.run(change.hash, change.status, Number(change.demo), now(), sub);
    },
    /** The person has proved to own the address of a registered account. */
    confirm: (sub: string): void => void updateConfirmed.run(now(), sub),
    setEnabled: (sub: string, enabled: boolean): void => void updateEnabled.run(Number(enabled), now(), sub),
    demoEmails: (): string[] => demo.all().map((row) => accountRow.parse(row).email),
    /** Ordered by `sub`; `after` is the last `sub` of the page before. */
    list({
      filter,
      after,
      limit,
    }: {
      filter: AccountFilter | undefined;
      after: string;
      limit: number;
    }): Account[] {
      const { attribute, value, prefix } = filter ?? { attribute: 'sub', value: '', prefix: true };
      const condition = prefix ? `substr(${attribute}, 1, length(?1)) = ?1` : `${attribute} = ?1`;
      return state
        .prepare(`SELECT * FROM identity_accounts WHERE ${condition} AND sub > ?2 ORDER BY sub LIMIT ?3`)
        .all(value.toLowerCase(), after, limit)
        .map((row) => accountRow.parse(row));
    },
  };
}
