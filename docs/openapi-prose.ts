/** What holds for the whole API; the description of the document. */
export const CONVENTIONS = `The HTTP API of Kartoteka, a serverless cloud CRM.

**Calls.** JSON in UTF-8, at most 1 MB. Send an access token in \`Authorization: Bearer\`. Who you are comes from the token
alone; if you belong to several organisations, name one in \`Kartoteka-Tenant\`. Unknown fields and parameters are refused.

**Values.** Ids are ULIDs. Times are RFC 3339 in UTC with milliseconds; you may send any offset. Money is
\`{"amount": "123.45", "currency": "RUB"}\` with the amount as decimal text. Phones are answered in E.164, e-mails in lower
case. An absent field is empty.

**Changing what others change.** Records have a version, which is also their \`ETag\`. PATCH is a JSON Merge Patch (RFC 7396): only what
you name changes, \`null\` empties. Choose how strict to be: with \`If-Match\` any change in between gives 412 with \`currentVersion\`; with
\`baseVersion\` in the body only a change of the same fields since then gives 409 with their names; with neither the last writer wins, field by field.

**Repeating.** Give each POST an \`Idempotency-Key\`. A repeat within 24 hours gets the stored answer (with
\`Idempotency-Replayed: true\`) and writes nothing; the same key with another request is 422 \`idempotency.key-reused\`; while the first
one still runs it is 409 \`idempotency.in-progress\`. PATCH and DELETE may be repeated as they are.

**Pages.** Follow \`next\` as \`cursor\` with the same query. Cursors are signed and belong to you and your query.

**Errors** are problem details (RFC 9457) with a stable \`code\`, a \`detail\` that says what to do, a \`requestId\`, and \`errors\` with a
pointer for each field. What you may not see is 404; what you may see but not do is 403. The gateway's own 401, 413 (over 10 MB), 429 and 503
have a short body \`{"message": ...}\`.`;

/** The capabilities. */
export const TAGS = [
  { name: 'clients', description: 'Companies, contacts, relations, the card and its chronology, lookup' },
  { name: 'documents', description: 'Files attached to companies and contacts' },
  { name: 'platform', description: 'The organisation, its users, teams and dictionaries' },
];
