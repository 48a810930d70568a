/** Makes a base and keeps it as a snapshot, in a process whose memory is given back when it is done. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openCopy } from '../../../functions/query/copy.ts';
import { saveSnapshot } from '../../../functions/query/snapshot.ts';
import { fillCopy } from './filling.ts';
import { createFolderFiles } from './folder-files.ts';
import { BASE_END, type BaseSize, madeItems, SHARDS } from './made-items.ts';

export interface MakingOrder {
  readonly folder: string;
  readonly tenantId: string;
  readonly size: BaseSize;
}
export interface Made {
  readonly bytes: number;
  readonly rows: number;
}

async function make({ folder, tenantId, size }: MakingOrder): Promise<Made> {
  const scratch = join(folder, 'scratch');
  mkdirSync(scratch, { recursive: true });
  const copy = await openCopy({ folder: scratch, memory: '12GB', threads: 2 });
  await fillCopy(copy, madeItems(size));
  const place = { files: createFolderFiles(folder), tenantId, folder: scratch };
  const { files } = await saveSnapshot(copy, place, {
    watermarks: Array.from({ length: SHARDS }, () => `${new Date(BASE_END).toISOString()}#`),
    at: new Date(BASE_END),
  });
  copy.close();
  const sum = (of: 'bytes' | 'rows'): number => files.reduce((total, file) => total + file[of], 0);
  return { bytes: sum('bytes'), rows: sum('rows') };
}

process.once('message', (order) => {
  make(order as MakingOrder).then(
    (made) => process.send?.(made, () => process.exit(0)),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
