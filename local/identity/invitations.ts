import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Account } from './accounts.ts';

export type Invitations = ReturnType<typeof createInvitations>;

/**
 * Stands in for the mail that the service sends with a temporary password: the log says who was invited, the password
 * is in a file that only the owner of the data folder can read, until the person has chosen an own one.
 */
export function createInvitations(deps: { dataDir: string; signInUrl: string; log: (line: string) => void }) {
  const folder = join(deps.dataDir, 'invitations');
  const fileOf = (account: Account): string => join(folder, `${account.sub}.txt`);

  return {
    send(account: Account, temporaryPassword: string): void {
      const file = fileOf(account);
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      // Removed first: the mode of writeFileSync counts for a new file only.
      rmSync(file, { force: true });
      const lines = [
        `To: ${account.email}`,
        `Temporary password: ${temporaryPassword}`,
        `Sign in: ${deps.signInUrl}`,
      ];
      writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o600 });
      deps.log(`Invitation for ${account.email}: the temporary password is in ${file}`);
    },
    withdraw: (account: Account): void => rmSync(fileOf(account), { force: true }),
  };
}
