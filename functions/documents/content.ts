import type { CardDocument } from '../../shared/documents/document.ts';
import { beginsAs, HEAD_BYTES } from '../../shared/documents/file-type.ts';
import { KartotekaError } from '../../shared/errors.ts';
import { type FileFacts, FileMissing, FileReplaced, type Files } from '../runtime/files/files.ts';
import { incomingKeyOf, objectKeyOf } from './document-item.ts';

export const notUploaded = (): KartotekaError =>
  new KartotekaError(
    'conflict',
    'document.not-uploaded',
    'The content has not come: send it to the address that you got, then complete the document.',
  );

/**
 * Looks at what was sent for a document, and if it is what was announced, puts it where the document's content lies. What is
 * not is thrown away. May be repeated.
 *
 * @throws KartotekaError `document.not-uploaded`, `document.content-mismatch`, `document.type-mismatch`
 */
export async function takeIn(files: Files, tenantId: string, document: CardDocument): Promise<void> {
  const incoming = incomingKeyOf(tenantId, document.id);
  try {
    const etag = await inspect(files, incoming, document);
    const { contentType } = document;
    await files.copy(incoming, objectKeyOf(tenantId, document.id), { etag, contentType });
  } catch (error) {
    // Sent anew, or taken in by another call, since it was looked at.
    if (error instanceof FileMissing || error instanceof FileReplaced) throw notUploaded();
    throw error;
  }
}

async function inspect(files: Files, key: string, document: CardDocument): Promise<string> {
  const facts = await files.find(key);
  if (!facts) throw notUploaded();
  const lie = await lieOf(files, key, facts, document);
  if (!lie) return facts.etag;
  await files.remove(key);
  throw lie;
}

async function lieOf(
  files: Files,
  key: string,
  { bytes, sha256, etag, contentEncoding }: FileFacts,
  announced: CardDocument,
): Promise<KartotekaError | undefined> {
  // The address takes no other bytes; a bucket that somebody changed by hand might. An encoding is not part of what the
  // address signs, and makes other bytes of them for whoever reads them.
  const isAnnounced = bytes === announced.bytes && sha256 === announced.sha256;
  if (!isAnnounced || contentEncoding !== undefined) {
    return new KartotekaError(
      'conflict',
      'document.content-mismatch',
      'What came is not what was announced: announce it anew, and send it with the headers that you get and no other.',
    );
  }
  if (beginsAs(announced.contentType, await headOf(files, key, etag))) return undefined;
  return new KartotekaError(
    'conflict',
    'document.type-mismatch',
    `What came does not begin as a file of the type ${announced.contentType} does: announce it as what it is.`,
  );
}

async function headOf(files: Files, key: string, etag: string): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of files.read(key, { etag, to: HEAD_BYTES - 1 })) pieces.push(piece);
  return Buffer.concat(pieces);
}
