import * as z from 'zod';
import { emailInputSchema, phoneInputSchema } from '../clients/channels.ts';
import { companyFieldsSchema, MAX_CHANNELS } from '../clients/company.ts';
import { contactFieldsSchema, linkDatesInOrder, linkPatchSchema } from '../clients/contact.ts';
import { checkRequisites, normaliseChannels } from '../clients/normalise.ts';
import { noteInputSchema } from '../clients/timeline.ts';
import type { CountryCode } from '../country.ts';
import type { FieldIssue } from '../errors.ts';
import { reportIssues } from '../issue.ts';
import { externalIdSchema, instantSchema } from '../record.ts';
import { innSchema, kppSchema } from '../requisites.ts';
import { line } from '../text.ts';
import type { CompanyCells, ContactCells, ImportedRow, NoteCells, ParentCells, PlaceCells } from './row.ts';
import type { RowDraft } from './row-draft.ts';

const channels = {
  phones: z.array(phoneInputSchema).max(MAX_CHANNELS),
  emails: z.array(emailInputSchema).max(MAX_CHANNELS),
};
/** The API's own rules of a field, without its defaults: an update must not reset what the list does not say. */
const companySchema = companyFieldsSchema.extend(channels).partial();
const contactSchema = contactFieldsSchema.extend(channels).partial();
const parentSchema = z
  .strictObject({ name: line(300), externalId: externalIdSchema, inn: innSchema, kpp: kppSchema })
  .partial();
const noteSchema = z.strictObject({ text: noteInputSchema.shape.text, occurredAt: instantSchema.optional() });

/**
 * The parts of a row as they stand once checked as the API checks what it is sent, as far as that needs no look at the base.
 * Parts with issues are left out: the draft has the issues.
 *
 * @param country Country of national telephone numbers that name none.
 */
export function checkRow(draft: RowDraft, country: CountryCode): ImportedRow {
  // The casts say what the schemas do: a field that is not there is not there, rather than undefined.
  const company = check(draft, 'company', companySchema, (value) => [
    ...channelIssues(value, country),
    ...checkRequisites(value),
  ]) as CompanyCells | undefined;
  const contact = check(draft, 'contact', contactSchema, (value) => channelIssues(value, country)) as
    | ContactCells
    | undefined;
  const place = check(draft, 'place', linkPatchSchema, placeIssues) as PlaceCells | undefined;
  const parent = check(draft, 'parent', parentSchema) as ParentCells | undefined;
  const note = check(draft, 'note', noteSchema) as NoteCells | undefined;
  return {
    ...(company && { company }),
    ...(contact && { contact }),
    ...(place && { place }),
    ...(parent && { parent }),
    ...(note && { note }),
  };
}

function check<S extends z.ZodType>(
  draft: RowDraft,
  part: string,
  schema: S,
  rules: (value: z.output<S>) => readonly FieldIssue[] = () => [],
): z.output<S> | undefined {
  const given = draft.get([part]);
  if (given === undefined) return undefined;
  const parsed = schema.safeParse(given, { error: limitMessage });
  const issues = parsed.success ? rules(parsed.data) : reportIssues(parsed.error, given);
  for (const { pointer = '', code, message } of issues)
    draft.refuseAt(`/${part}${pointer}`, { code, message });
  return issues.length > 0 ? undefined : parsed.data;
}

/** Limits in words that say what to do: whoever reads them sees a list, and no schema. */
const limitMessage: z.core.$ZodErrorMap = (issue) => {
  const most = issue.code === 'too_big' ? `at most ${issue.maximum}` : undefined;
  const limit = most ?? (issue.code === 'too_small' ? `at least ${issue.minimum}` : undefined);
  if (limit === undefined) return undefined;
  return 'origin' in issue && issue.origin === 'array'
    ? `Give ${limit} of these.`
    : `Give a number of ${limit}.`;
};

function channelIssues(
  { phones, emails }: Pick<z.output<typeof contactSchema>, 'phones' | 'emails'>,
  country: CountryCode,
): readonly FieldIssue[] {
  const normalised = normaliseChannels({ phones, emails }, country);
  return 'issues' in normalised ? normalised.issues : [];
}

function placeIssues({ from, to }: z.output<typeof linkPatchSchema>): readonly FieldIssue[] {
  if (linkDatesInOrder({ from: from ?? undefined, to: to ?? undefined })) return [];
  const message = 'The person would leave before coming: check the two dates.';
  return [{ pointer: '/to', code: 'link.dates-reversed', message }];
}
