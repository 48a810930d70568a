import { randomBytes } from 'node:crypto';
import { Html, html } from './html.ts';
import { type Language, TEXTS } from './texts.ts';

/** A finished page: what is written to a response, by whichever server. */
export interface Page {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const STYLE = `
:root { color-scheme: light dark; --ground: #f3f4f7; --card: #fff; --ink: #1c2333; --soft: #5a6375; --line: #c9ced9;
  --accent: #2b5cb8; --accent-ink: #fff; --alert: #a3231c; --alert-ground: #fdeeed; }
@media (prefers-color-scheme: dark) { :root { --ground: #12151c; --card: #1c212c; --ink: #e9ecf3; --soft: #a0a9bb;
  --line: #3a4253; --accent: #7aa5f5; --accent-ink: #0f1729; --alert: #ffb1ab; --alert-ground: #40201e; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 24px 16px; background: var(--ground);
  color: var(--ink); font: 16px/1.5 system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
main { width: 100%; max-width: 400px; background: var(--card); border: 1px solid var(--line); border-radius: 12px;
  padding: 32px; box-shadow: 0 8px 24px rgb(20 28 50 / .08); }
.brand { display: flex; align-items: center; gap: 10px; margin: 0 0 24px; font-weight: 600; }
.brand svg { flex: none; color: var(--accent); }
h1 { margin: 0 0 4px; font-size: 24px; line-height: 1.25; }
p { margin: 0 0 20px; color: var(--soft); overflow-wrap: anywhere; }
p:last-child { margin-bottom: 0; }
label { display: block; margin: 0 0 16px; font-size: 14px; font-weight: 600; }
input { display: block; width: 100%; margin-top: 6px; padding: 10px 12px; font: inherit; font-size: 16px; font-weight: 400;
  color: inherit; background: transparent; border: 1px solid var(--line); border-radius: 8px; }
input[hidden] { display: none; }
input:focus-visible, button:focus-visible, a:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
button, .quiet { display: block; width: 100%; margin: 8px 0 0; padding: 11px 16px; font: inherit; font-weight: 600;
  cursor: pointer; text-align: center; color: var(--accent-ink); background: var(--accent); border: 1px solid var(--accent); border-radius: 8px; }
.quiet { color: var(--ink); background: transparent; border-color: var(--line); text-decoration: none; }
button:hover { filter: brightness(1.08); }
.alert { margin: 0 0 20px; padding: 10px 12px; color: var(--alert); background: var(--alert-ground); border-radius: 8px; }
.note { margin: 20px 0 0; font-size: 14px; }
a { color: var(--accent); }
details { margin: 0 0 20px; font-size: 14px; color: var(--soft); overflow-wrap: anywhere; }
`;

const LOGO = new Html(
  '<svg width="28" height="28" viewBox="0 0 28 28" fill="none" stroke="currentColor" stroke-width="2" aria-hidden="true">' +
    '<path d="M8 7V4h16v14h-3"/><rect x="4" y="9" width="17" height="15" rx="2"/><path d="M8 14h9M8 18h6"/></svg>',
);

interface PageContent {
  readonly language: Language;
  readonly title: string;
  readonly content: Html;
  /** Where forms may lead besides this origin: browsers hold redirects after a form to `form-action` too. */
  readonly formTargets: readonly string[];
}

/** Lays out a page: nothing is loaded from anywhere, no script runs, and no other site may frame it. */
export function layOut({ language, title, content, formTargets }: PageContent): Page {
  const { product } = TEXTS[language];
  const nonce = randomBytes(16).toString('base64');
  const page = html`<!DOCTYPE html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} · ${product}</title>
<style nonce="${nonce}">${new Html(STYLE)}</style>
</head>
<body>
<main>
<div class="brand">${LOGO}<span>${product}</span></div>
<h1>${title}</h1>
${content}
</main>
</body>
</html>
`;
  const policy = [
    "default-src 'none'",
    `style-src 'nonce-${nonce}'`,
    `form-action ${["'self'", ...formTargets].join(' ')}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Language': language,
      'Content-Security-Policy': policy.join('; '),
      'Cache-Control': 'no-store',
      // Not no-referrer: under that a browser sends "Origin: null" with a form, and the origin is checked.
      'Referrer-Policy': 'same-origin',
      'X-Content-Type-Options': 'nosniff',
      'X-Frame-Options': 'DENY',
    },
    body: page.text,
  };
}
