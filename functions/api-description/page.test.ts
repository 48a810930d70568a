import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import openapi from '../../docs/openapi.json' with { type: 'json' };
import { servedFilesFolder } from '../../tests/equipment/served-files.ts';
import { readServedFiles, type ServedFiles } from './files.ts';
import { createPage, STYLE_HASHES } from './page.ts';
import type { Resource } from './resource.ts';

let served: Awaited<ReturnType<typeof servedFilesFolder>>;
let files: ServedFiles;
let page: Resource;
let html: string;

beforeAll(async () => {
  served = await servedFilesFolder();
  files = readServedFiles(served.folder);
  page = createPage(openapi, files);
  html = textOf(page);
});

afterAll(() => served.remove());

const textOf = (resource: Resource | undefined): string => resource?.plain().toString() ?? '';
const script = (): string => textOf(files.get(files.nameOf('redoc.js')));

/** The sources that the policy allows, by what they are for. */
const policy = (): Record<string, string[]> =>
  Object.fromEntries(
    (page.headers['content-security-policy'] ?? '').split('; ').map((part) => {
      const [name = '', ...sources] = part.split(' ');
      return [name, sources];
    }),
  );

describe('the page', () => {
  it('lets the browser ask this host alone, and runs nothing that is written into it', () => {
    const { 'style-src': styles, ...others } = policy();
    expect(others).toEqual({
      'default-src': ["'none'"],
      'script-src': ["'self'"],
      'img-src': ['data:'],
      'connect-src': ["'self'"],
      'worker-src': ['blob:'],
      'base-uri': ["'none'"],
      'form-action': ["'none'"],
      'frame-ancestors': ["'none'"],
    });
    expect(styles).toEqual(["'self'", ...STYLE_HASHES.map((hash) => `'${hash}'`)]);
    expect(html).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\son\w+=|\sstyle=/i);
  });

  it('names no other host', () => {
    expect(html).not.toMatch(/https?:|"\/\//i);
    const addresses = Array.from(html.matchAll(/(?:src|href|spec-url)="([^"]*)"/g), ([, address]) => address);
    expect(addresses).toEqual(expect.arrayContaining(['/api/v1/openapi.json']));
    for (const address of addresses) expect(address).toMatch(/^(\/api\/(docs|v1)\/|data:,$)/);
  });

  it('loads what is served, under names that change with the content', () => {
    const named = Array.from(html.matchAll(/"\/api\/docs\/([^"]+)"/g), ([, name = '']) => name);
    expect(named).toHaveLength(3);
    for (const name of named) {
      expect(name).toMatch(/\.[0-9a-f]{16}\.(js|css|txt)$/);
      expect(files.get(name)?.headers).toMatchObject({
        'cache-control': 'public, max-age=31536000, immutable',
        'content-type': expect.stringMatching(/^text\/(javascript|css|plain); charset=utf-8$/),
      });
    }
    expect(page.headers['cache-control']).toBe('no-cache');
  });

  it('says in short what there is where no script runs', () => {
    const [, fallback = ''] = /<noscript>(.*)<\/noscript>/s.exec(html) ?? [];
    expect(fallback).toContain('<a href="/api/v1/openapi.json">');
    for (const path of Object.keys(openapi.paths)) expect(fallback).toContain(`${path}</code>`);
  });
});

describe('Redoc', () => {
  /** Hosts in its text that nothing is loaded from: names of schemas and namespaces, and links for a person to follow. */
  const NAMES = [
    'json-schema.org',
    'www.w3.org',
    'raw.githubusercontent.com', // the name of a schema
    'api.', // a beginning, for texts
    'redocly.com',
    'github.com',
    'stackoverflow.com',
    'reactjs.org',
    'marked.js.org',
    'git.io',
    'fb.me',
    'example.com',
  ];

  it('names no host that it would load from', () => {
    const hosts = Array.from(script().matchAll(/https?:\/\/([\w.-]+)/g), ([, host = '']) => host);
    expect(hosts.filter((host) => !NAMES.includes(host))).toEqual([]);
    expect(script()).not.toMatch(/cdn\./);
  });

  it('makes the style elements that the policy allows: look at the page in a browser where this fails', () => {
    const scrollBars = /\.push\(\[\w+\.id,("\.ps\{(?:[^"\\]|\\.)*"),"",(\{version:3,.*?\})\]\)/s.exec(
      script(),
    );
    const css = JSON.parse(scrollBars?.[1] ?? '""') as string;
    const map = (scrollBars?.[2] ?? '').replaceAll(
      /([{,])(version|sources|names|mappings|sourcesContent|sourceRoot):/g,
      '$1"$2":',
    );
    // The style loader adds the map of its source as a comment.
    const comment = Buffer.from(JSON.stringify(JSON.parse(map))).toString('base64');
    const styles = ['', `${css}\n/*# sourceMappingURL=data:application/json;base64,${comment} */`];
    const hashes = styles.map((style) => `sha256-${createHash('sha256').update(style).digest('base64')}`);
    expect(hashes).toEqual(STYLE_HASHES);
  });

  it('comes with its licences', () => {
    const licences = textOf(files.get(files.nameOf('redoc-licences.txt')));
    for (const part of ['Rebilly', 'React', 'DOMPurify', 'perfect-scrollbar'])
      expect(licences).toContain(part);
  });
});
