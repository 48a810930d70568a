import { normaliseText } from '../text.ts';

/**
 * The form in which names of firms are held to be the same: `" ООО  «Ромашка» "` and `"ооо «ромашка»"` are. Only case and white
 * space are folded: what else looks alike is for a person to decide.
 */
export function foldName(name: string): string {
  return normaliseText(name).replaceAll(/\s+/gu, ' ').toLowerCase();
}
