import type { RowBatches } from '../../shared/exports/column.ts';
import type { Export } from '../../shared/exports/export.ts';
import { EXPORT_FORMATS } from '../../shared/exports/export-format.ts';
import { writeCsv } from '../../shared/exports/writing-csv.ts';
import type { AskedField } from '../../shared/search/bound-question.ts';
import { OBJECTS } from '../../shared/search/objects.ts';
import type { VerifiedTenant } from '../../shared/table.ts';
import type { Files } from '../runtime/files/files.ts';
import { columnOf } from './columns.ts';
import { exportFile } from './export-item.ts';
import { writeXlsx } from './writing-xlsx.ts';

/** Writes rows into the file of an export: it is there whole or not at all. */
export async function writeFile(
  files: Files,
  tenant: VerifiedTenant,
  { id, object, format, language, zone }: Export,
  { fields, rows }: { readonly fields: readonly AskedField[]; readonly rows: RowBatches },
): Promise<void> {
  const columns = fields.map((field) => columnOf(field, language));
  const name = OBJECTS[object].label[language];
  const pieces =
    format === 'csv'
      ? writeCsv(columns, rows, { language, zone })
      : writeXlsx(columns, rows, { language, zone, name });
  await files.putStream(exportFile(tenant, id), pieces, EXPORT_FORMATS[format].contentType);
}
