import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { apiDescription } from '../../infra/capabilities/api-description.ts';
import { writtenFilesOf } from '../../infra/served-files.ts';

/** A folder with the very files that are deployed beside the bundle of the API's description. */
export async function servedFilesFolder(): Promise<{ readonly folder: string; remove(): Promise<void> }> {
  const root = await mkdtemp(join(tmpdir(), 'kartoteka-served-'));
  for (const file of apiDescription.functions.flatMap((definition) => definition.files ?? [])) {
    for (const { path, contents } of await writtenFilesOf(file, process.cwd())) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), contents);
    }
  }
  return { folder: join(root, 'files'), remove: () => rm(root, { recursive: true, force: true }) };
}
