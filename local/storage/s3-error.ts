import { randomUUID } from 'node:crypto';

/** An answer of S3 that says no. Source of codes and texts: Amazon S3 API reference, "Error responses". */
export class S3Error extends Error {
  override readonly name = 'S3Error';
  readonly status: number;
  readonly code: string;
  /** What the body tells besides, e.g. `{ Expires: ... }`. */
  readonly details: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, details: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = details;
  }
}

/** What S3 can and this machine cannot is refused by name. */
export const notImplemented = (what: string): S3Error =>
  new S3Error(501, 'NotImplemented', `The local runtime has no ${what}.`);

export const denied = (message: string, details: Readonly<Record<string, string>> = {}): S3Error =>
  new S3Error(403, 'AccessDenied', message, details);

export const noSuchKey = (key: string): S3Error =>
  new S3Error(404, 'NoSuchKey', 'The specified key does not exist.', { Key: key });

/** The body of a refusal. */
export function errorDocument({ code, message, details }: S3Error): string {
  return document('Error', { Code: code, Message: message, ...details, RequestId: randomUUID() });
}

/** Elements of an XML document: a text, or elements below; a list repeats its element. */
export interface Elements {
  readonly [name: string]: string | Elements | readonly Elements[];
}

/** An XML document of S3. */
export function document(root: string, elements: Elements): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(root, elements)}`;
}

function element(name: string, value: string | Elements | readonly Elements[]): string {
  if (Array.isArray(value)) return value.map((one: Elements) => element(name, one)).join('');
  const inner =
    typeof value === 'string'
      ? escaped(value)
      : Object.entries(value)
          .map(([below, content]) => element(below, content))
          .join('');
  return `<${name}>${inner}</${name}>`;
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escaped = (text: string): string =>
  text.replaceAll(/[&<>"]/g, (character) => ESCAPES[character] ?? character);
