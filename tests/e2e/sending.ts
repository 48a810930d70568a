import { createHash } from 'node:crypto';
import { expectStatus, type SignedIn } from './running-stack.ts';

/** A small file that begins as a PDF does. */
export const PDF = Buffer.from('%PDF-1.7\nДоговор поставки № 12\n');

/** The announcement of some content as a PDF. */
export const announcementOf = (content: Uint8Array, fileName = 'Договор № 12.pdf') => ({
  fileName,
  contentType: 'application/pdf',
  bytes: content.byteLength,
  sha256: createHash('sha256').update(content).digest('base64'),
});

/** The part of an answer that says where to send content. */
export interface Upload {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Sends content as a client does. @returns the status of the store's answer */
export async function send({ method, url, headers }: Upload, content: Uint8Array): Promise<number> {
  const answer = await fetch(url, { method, headers, body: content as Uint8Array<ArrayBuffer> });
  await answer.arrayBuffer();
  return answer.status;
}

/** Attaches a document at the address of a card, as `/api/v1/companies/<id>`. @returns its id */
export async function attach(person: SignedIn, card: string, content: Uint8Array = PDF): Promise<string> {
  const body = announcementOf(content);
  const { body: announced } = await expectStatus(person.call('POST', `${card}/documents`, { body }), 201);
  const sent = await send(announced.upload, content);
  if (sent !== 200) throw new Error(`The content was answered with ${sent}.`);
  await expectStatus(person.call('POST', `${card}/documents/${announced.id}/complete`), 200);
  return announced.id;
}
