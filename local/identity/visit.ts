import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Account, Accounts } from './accounts.ts';
import type { Page } from './page.ts';
import type { PageSetting } from './pages.ts';

/** One request of a person who is on the way to be signed in. */
export interface Visit {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** The interaction, which belongs to one browser. */
  readonly uid: string;
  readonly setting: PageSetting;
}

export function send(response: ServerResponse, status: number, page: Page): void {
  response.writeHead(status, page.headers).end(page.body);
}

/** How long a person may take to choose a new password, or to find the code in the mail. */
const HALFWAY_MS = 15 * 60 * 1000;

/** Remembers for a while, by interaction, whose account a person has shown to be entitled to. */
export function createHalfway({ accounts, now }: { accounts: Accounts; now: () => number }) {
  const people = new Map<string, { sub: string; until: number }>();
  return {
    begin({ uid }: Visit, { sub }: Account): void {
      for (const [other, { until }] of people) if (until <= now()) people.delete(other);
      people.set(uid, { sub, until: now() + HALFWAY_MS });
    },
    /** Undefined when it has taken too long, or the account was disabled meanwhile. */
    account({ uid }: Visit): Account | undefined {
      const known = people.get(uid);
      const account = known === undefined || known.until <= now() ? undefined : accounts.bySub(known.sub);
      return account?.enabled ? account : undefined;
    },
    end: ({ uid }: Visit): void => void people.delete(uid),
  };
}
