import { type Refusal, refusing } from '../issue.ts';
import { line } from '../text.ts';

/** Longest name that common file systems take, in characters. */
export const MAX_FILE_NAME = 255;

/** Parts of a path on some system; a colon begins a stream of a file on Windows. */
const SEPARATORS = /[/\\:]/;
/** Marks that turn the direction of text: `gpj.exe` would read as `exe.jpg`. The stronger ones no line may have. */
const DIRECTION_MARKS = /[\u061c\u200e\u200f]/;
/**
 * Devices on Windows, whatever follows the first dot.
 * Source: Microsoft, "Naming Files, Paths, and Namespaces".
 */
const DEVICES = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])$/i;

/** Why a text is no name of a file; nothing where it is one. */
function refuseFileName(name: string): Refusal | undefined {
  if (SEPARATORS.test(name)) {
    return { code: 'file-name.separator', message: 'Give the name of the file alone, without / \\ and :' };
  }
  if (DIRECTION_MARKS.test(name)) {
    return { code: 'file-name.direction', message: 'Remove the marks of text direction from the name.' };
  }
  // Also `.` and `..`; Windows drops dots at the end, so that another file would be meant.
  if (name.endsWith('.')) {
    return { code: 'file-name.trailing-dot', message: 'Give a name that does not end with a dot.' };
  }
  if (DEVICES.test((name.split('.')[0] ?? '').trim())) {
    return { code: 'file-name.reserved', message: 'Windows keeps this name for a device: give another.' };
  }
  return undefined;
}

/**
 * The name of a file as its owner calls it: one line, no path. It is a label and never part of a key or path.
 * Codes: those of a line, `file-name.separator`, `file-name.direction`, `file-name.trailing-dot`, `file-name.reserved`.
 */
export const fileNameSchema = line(MAX_FILE_NAME)
  .superRefine(refusing(refuseFileName))
  .meta({ description: 'Name of the file, without a path', examples: ['Договор № 12.pdf'] });
