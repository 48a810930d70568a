import { KartotekaError } from '../../shared/errors.ts';
import { jsonPointer } from '../../shared/issue.ts';

/** Deepest nesting taken; what the API knows nests less than ten levels, but for the filters of questions. */
const MAX_DEPTH = 64;

const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a];
const [OPEN_LIST, OPEN_OBJECT, CLOSE_LIST, CLOSE_OBJECT] = [0x5b, 0x7b, 0x5d, 0x7d];

/**
 * Refuses a JSON text that nests too deeply for what works on it level by level. The text need not be well-formed: that is seen later.
 *
 * @throws KartotekaError `body.too-deep`, with the pointer to what lies too deep
 */
export function requireShallow(bytes: Uint8Array): void {
  const path: (string | number)[] = [];
  let text = '';
  for (let index = 0; index < bytes.length; index += 1) {
    switch (bytes[index]) {
      case QUOTE: {
        const end = endOfText(bytes, index + 1);
        // Names are needed where something is too deep only: what is kept is where the last text lies.
        text = `${index + 1}:${end}`;
        index = end;
        break;
      }
      case OPEN_LIST:
        path.push(0);
        break;
      case OPEN_OBJECT:
        path.push('');
        break;
      case CLOSE_LIST:
      case CLOSE_OBJECT:
        path.pop();
        break;
      case COLON:
        path[path.length - 1] = text;
        break;
      case COMMA: {
        const last = path.at(-1);
        if (typeof last === 'number') path[path.length - 1] = last + 1;
        break;
      }
    }
    if (path.length > MAX_DEPTH) throw tooDeep(path.slice(0, -1).map((part) => named(bytes, part)));
  }
}

function endOfText(bytes: Uint8Array, begin: number): number {
  let index = begin;
  while (index < bytes.length && bytes[index] !== QUOTE) index += bytes[index] === BACKSLASH ? 2 : 1;
  return index;
}

function named(bytes: Uint8Array, part: string | number): string | number {
  if (typeof part === 'number') return part;
  const [begin, end] = part.split(':').map(Number);
  const text = new TextDecoder().decode(bytes.subarray(begin, end));
  try {
    return String(JSON.parse(`"${text}"`));
  } catch {
    return text;
  }
}

function tooDeep(path: readonly (string | number)[]): KartotekaError {
  const message = `Nest at most ${MAX_DEPTH} levels deep.`;
  return new KartotekaError('malformed', 'body.too-deep', 'The body nests too deeply: see "errors".', {
    issues: [{ pointer: jsonPointer(path), code: 'body.too-deep', message }],
  });
}
