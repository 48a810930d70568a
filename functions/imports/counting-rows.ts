import type { Progress } from '../../shared/imports/import.ts';
import type { RowOutcome } from './import-item.ts';

/** What one row adds to the progress. */
export function countRow(progress: Progress, outcome: RowOutcome | 'rejected'): Progress {
  const { rows, companies, contacts, notes } = progress;
  if (outcome === 'rejected') {
    return { ...progress, rows: { ...rows, read: rows.read + 1, rejected: rows.rejected + 1 } };
  }
  const { company, contact, note } = outcome;
  return {
    ...progress,
    rows: { ...rows, read: rows.read + 1, accepted: rows.accepted + 1 },
    companies: company ? { ...companies, [company]: companies[company] + 1 } : companies,
    contacts: contact ? { ...contacts, [contact]: contacts[contact] + 1 } : contacts,
    notes: note ? { ...notes, [note]: notes[note] + 1 } : notes,
  };
}

/** What the parent of a row adds: a row that is refused for it had been counted as accepted. */
export function countParent(progress: Progress, outcome: 'added' | 'unchanged' | 'rejected'): Progress {
  const { rows, parents } = progress;
  if (outcome !== 'rejected')
    return { ...progress, parents: { ...parents, [outcome]: parents[outcome] + 1 } };
  return { ...progress, rows: { ...rows, accepted: rows.accepted - 1, rejected: rows.rejected + 1 } };
}
