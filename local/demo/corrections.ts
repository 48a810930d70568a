import type { HistoryInput, Loose } from './history.ts';
import type { Logged, Note } from './model.ts';
import { conversationIn, makeNote } from './talk.ts';
import { OPENING } from './working-time.ts';

/** Entries that set others right the next working morning, as many as wanted where so many are old enough. */
export function makeCorrections(entries: readonly Loose[], wanted: number, input: HistoryInput): Loose[] {
  const { time, random } = input;
  const old = entries.filter(({ day, step }) => day < time.last && !('onContact' in step));
  return random.sample(old, wanted).flatMap((entry): Loose[] => {
    const { step } = entry;
    if (step.kind !== 'note' && step.kind !== 'logged') return [];
    const at = time.instant(entry.day + 1, OPENING + random.int(1, 50));
    return [
      { step: { ...corrected(step, time.day(entry.day), input), at }, day: entry.day + 1, corrects: entry },
    ];
  });
}

/** The entry as it should have been: another note, a shorter talk, or a letter that went the other way. */
function corrected(step: Note | Logged, day: string, { outline, random }: HistoryInput): Note | Logged {
  const { correction } = conversationIn(outline.language);
  if (step.kind === 'note') return { ...step, text: `${correction} ${makeNote(outline, day, random)}` };
  const { input } = step;
  const { durationMinutes, direction } = input;
  return {
    ...step,
    input: {
      ...input,
      text: `${correction} ${input.text ?? ''}`,
      ...(durationMinutes === undefined
        ? { direction: direction === 'in' ? ('out' as const) : ('in' as const) }
        : { durationMinutes: Math.ceil(durationMinutes * 0.6) }),
    },
  };
}
