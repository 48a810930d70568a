import type { CardDocument } from '../../shared/documents/document.ts';
import type { RequestContext } from '../runtime/request.ts';
import { writeItem } from '../runtime/table/item.ts';
import type { Write } from '../runtime/table/write.ts';
import { stale } from '../runtime/versions.ts';
import { documentItem, documentKey } from './document-item.ts';

/** The write of a document in a version of it. */
export function putDocument({ caller, now }: RequestContext, data: CardDocument, version: number): Write {
  const { tenant } = caller;
  const item = writeItem(documentItem, documentKey(tenant, data.subject, data.id), data, {
    version,
    feed: { tenant, at: now.toISOString(), id: data.id },
  });
  const condition = version === 1 ? ({ absent: true } as const) : { version: version - 1 };
  return { op: 'put', item, condition, refused: stale };
}
