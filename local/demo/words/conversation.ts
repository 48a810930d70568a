import type { Channel } from '../../../shared/clients/timeline.ts';

/**
 * What may be said once: the words, how it ended, and what comes next. In braces stand `{who}` (the person spoken to),
 * `{product}`, `{count}`, `{sum}`, `{doc}` (a number of a document) and `{date}`.
 */
export interface Line {
  readonly text: string;
  readonly outcome?: string;
  readonly next?: string;
}

/** How one topic is spoken about. */
export interface Scene {
  readonly channels: readonly (readonly [channel: Channel, weight: number])[];
  /** In calls and letters. */
  readonly said: readonly Line[];
  /** In meetings and on visits. */
  readonly onSite: readonly Line[];
}

/** All that is written in one language. */
export interface Conversation {
  readonly products: readonly string[];
  readonly scenes: Readonly<Record<string, Scene>>;
  /** Notes on a client by its state. */
  readonly notes: Readonly<Record<'prospect' | 'customer' | 'former', readonly string[]>>;
  /** Says that the entry sets another one right. */
  readonly correction: string;
  /** Why a client left. */
  readonly farewells: readonly string[];
}

/** Lines of a text, each `words | outcome | next`. */
export const lines = (text: string): Line[] =>
  text
    .trim()
    .split('\n')
    .map((row) => {
      const [words = '', outcome = '', next = ''] = row.split('|').map((part) => part.trim());
      return { text: words, ...(outcome === '' ? {} : { outcome }), ...(next === '' ? {} : { next }) };
    });

/** Entries of a text, one a row. */
export const rows = (text: string): string[] =>
  text
    .trim()
    .split('\n')
    .map((row) => row.trim());
