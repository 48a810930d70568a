import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Account } from './accounts.ts';

export type Invitations = ReturnType<typeof createInvitations>;

/**
 * Stands in for the mail that the service sends with a temporary password or a verification code: the log says to whom, the
 * secret is in a file that only the owner of the data folder can read, until the person has used it.
 */
export function createInvitations(deps: { dataDir: string; signInUrl: string; log: (line: string) => void }) {
  const folder = join(deps.dataDir, 'invitations');
  const fileOf = (account: Account): string => join(folder, `${account.sub}.txt`);
  const write = (account: Account, lines: readonly string[]): string => {
    const file = fileOf(account);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    // Removed first: the mode of writeFileSync counts for a new file only.
    rmSync(file, { force: true });
    const text = [`To: ${account.email}`, ...lines, `Sign in: ${deps.signInUrl}`].join('\n');
    writeFileSync(file, `${text}\n`, { mode: 0o600 });
    return file;
  };

  return {
    send(account: Account, temporaryPassword: string): void {
      const file = write(account, [`Temporary password: ${temporaryPassword}`]);
      deps.log(`Invitation for ${account.email}: the temporary password is in ${file}`);
    },
    /** The mail by which somebody who registers proves to own the address. */
    sendCode(account: Account, code: string): void {
      const file = write(account, [`Verification code: ${code}`]);
      deps.log(`Registration of ${account.email}: the verification code is in ${file}`);
    },
    withdraw: (account: Account): void => rmSync(fileOf(account), { force: true }),
  };
}
