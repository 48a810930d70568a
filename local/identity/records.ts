import type { DatabaseSync } from 'node:sqlite';
import type { Adapter, AdapterPayload } from 'oidc-provider';
import * as z from 'zod';

const TABLE = `CREATE TABLE IF NOT EXISTS identity_records (
  model TEXT NOT NULL,
  id TEXT NOT NULL,
  payload TEXT NOT NULL,
  uid TEXT,
  grantId TEXT,
  accountId TEXT,
  consumedAt INTEGER,
  expiresAt INTEGER,
  PRIMARY KEY (model, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS identity_records_grant ON identity_records (grantId);
CREATE INDEX IF NOT EXISTS identity_records_expiry ON identity_records (expiresAt)`;

/** What a grant's end takes along (an interaction and a session name their grant too, and stay). */
const GRANTED = `('AccessToken', 'AuthorizationCode', 'RefreshToken')`;
const row = z.object({ payload: z.string(), consumedAt: z.number().nullable() });
/** Expired records stay a minute longer, so that clocks and the provider's own check decide, not the sweep. */
const SWEEP_MARGIN_SECONDS = 60;

export type Records = ReturnType<typeof createRecords>;

/** Sessions, grants, codes and refresh tokens of the provider, kept in the local state over restarts. */
export function createRecords(state: DatabaseSync) {
  state.exec(TABLE);
  const put = state.prepare(
    `INSERT INTO identity_records VALUES (:model, :id, :payload, :uid, :grantId, :accountId, NULL, :expiresAt)
     ON CONFLICT (model, id) DO UPDATE SET payload = :payload, uid = :uid, grantId = :grantId,
       accountId = :accountId, expiresAt = :expiresAt`,
  );
  const byColumn = {
    id: state.prepare('SELECT * FROM identity_records WHERE model = ? AND id = ?'),
    uid: state.prepare('SELECT * FROM identity_records WHERE model = ? AND uid = ?'),
  };
  const consume = state.prepare('UPDATE identity_records SET consumedAt = ? WHERE model = ? AND id = ?');
  const remove = state.prepare('DELETE FROM identity_records WHERE model = ? AND id = ?');
  const revoke = state.prepare(`DELETE FROM identity_records WHERE grantId = ? AND model IN ${GRANTED}`);
  const removeAccount = state.prepare('DELETE FROM identity_records WHERE accountId = ?');
  const sweep = state.prepare('DELETE FROM identity_records WHERE expiresAt < ?');

  const find = async (model: string, column: keyof typeof byColumn, value: string) => {
    const found = byColumn[column].get(model, value);
    if (found === undefined) return undefined;
    const { payload, consumedAt } = row.parse(found);
    const stored: AdapterPayload = JSON.parse(payload);
    return consumedAt === null ? stored : { ...stored, consumed: consumedAt };
  };

  return {
    adapter: (model: string): Adapter => ({
      async upsert(id, payload, expiresIn) {
        const { uid = null, grantId = null, accountId = null } = payload;
        const expiresAt = expiresIn === undefined ? null : seconds() + Math.ceil(expiresIn);
        put.run({ model, id, payload: JSON.stringify(payload), uid, grantId, accountId, expiresAt });
      },
      find: (id) => find(model, 'id', id),
      findByUid: (uid) => find(model, 'uid', uid),
      // Only the device flow has user codes, and it is off.
      findByUserCode: async () => undefined,
      consume: async (id) => void consume.run(seconds(), model, id),
      destroy: async (id) => void remove.run(model, id),
      revokeByGrantId: async (grantId) => void revoke.run(grantId),
    }),
    /** Ends every session, grant and refresh token of one account. */
    removeAccount: (sub: string): void => void removeAccount.run(sub),
    sweep: (): void => void sweep.run(seconds() - SWEEP_MARGIN_SECONDS),
  };
}

function seconds(): number {
  return Math.floor(Date.now() / 1000);
}
