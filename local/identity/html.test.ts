import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { escapeHtml, html } from './html.ts';

test('no value can open a tag or leave its attribute', () => {
  fc.assert(
    fc.property(fc.string(), (value) => {
      const { text } = html`<p title="${value}">${value}</p>`;
      expect(text.match(/[<>"]/g)?.join('')).toBe('<"">' + '<>');
    }),
  );
});

test('escaping loses nothing', () => {
  const back: Record<string, string> = {
    '&amp;': '&',
    '&lt;': '<',
    '&gt;': '>',
    '&quot;': '"',
    '&#39;': "'",
  };
  fc.assert(
    fc.property(fc.string(), (value) => {
      expect(escapeHtml(value).replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => back[entity] ?? '')).toBe(
        value,
      );
    }),
  );
});

test('parts made by html go in as they are, nothing for undefined', () => {
  expect(html`<ul>${[html`<li>${'a&b'}</li>`, html`<li>${2}</li>`]}</ul>${undefined}`.text).toBe(
    '<ul><li>a&amp;b</li><li>2</li></ul>',
  );
});
