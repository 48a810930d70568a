import { idleBillDocument } from './idle-bill.ts';
import { permissionsDocument } from './permissions.ts';
import { synthesize } from './synthesize.ts';

/** The documents made from the synthesized templates, by their path from the repository's root. */
export function infraDocuments(): Readonly<Record<string, string>> {
  const templates = synthesize();
  return {
    'docs/permissions.md': permissionsDocument(templates),
    'docs/idle-bill.md': idleBillDocument(templates),
  };
}
