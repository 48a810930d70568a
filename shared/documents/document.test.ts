import { describe, expect, it } from 'vitest';
import { reportIssues } from '../issue.ts';
import { documentInputSchema, MAX_DOCUMENT_BYTES } from './document.ts';

const input = {
  fileName: 'Договор № 12.pdf',
  contentType: 'application/pdf',
  bytes: 1000,
  sha256: '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=',
};

const faultsOf = (changes: object): [string, string][] => {
  const sent = { ...input, ...changes };
  const { error } = documentInputSchema.safeParse(sent);
  return error ? reportIssues(error, sent).map(({ pointer, code }) => [pointer, code]) : [];
};

describe('an announced document', () => {
  it('is taken as it is', () => {
    expect(documentInputSchema.parse(input)).toEqual(input);
    expect(faultsOf({ fileName: 'ФОТО.JPEG', contentType: 'image/jpeg' })).toEqual([]);
  });

  it.each<[object, [string, string][]]>([
    [{ contentType: 'text/html', fileName: 'a.html' }, [['/contentType', 'value.not-listed']]],
    [{ contentType: 'image/svg+xml', fileName: 'a.svg' }, [['/contentType', 'value.not-listed']]],
    [{ fileName: 'договор.pdf.exe' }, [['/fileName', 'file-name.extension']]],
    [{ fileName: 'evil.html', contentType: 'text/plain' }, [['/fileName', 'file-name.extension']]],
    [{ fileName: 'макрос.docm' }, [['/fileName', 'file-name.extension']]],
    [{ fileName: 'договор' }, [['/fileName', 'file-name.extension']]],
    [{ bytes: 0 }, [['/bytes', 'number.too-small']]],
    [{ bytes: MAX_DOCUMENT_BYTES + 1 }, [['/bytes', 'number.too-large']]],
    [{ bytes: 1.5 }, [['/bytes', 'type.invalid']]],
    [{ sha256: 'e3b0c44298fc1c149afbf4c8996fb924' }, [['/sha256', 'text.invalid-format']]],
    [{ subject: { type: 'company' } }, [['/subject', 'field.unknown']]],
  ])('with %j is refused', (changes, faults) => {
    expect(faultsOf(changes)).toEqual(faults);
  });
});
