/** What holds for the whole API; the description of the document. */
export const CONVENTIONS = `The HTTP API of Kartoteka, a serverless cloud CRM.

**Calls.** JSON in UTF-8, at most 1 MB. Send an access token in \`Authorization: Bearer\`. Who you are comes from the token
alone; if you belong to several organisations, name one in \`Kartoteka-Tenant\`. Unknown fields and parameters are refused. Answers come
compressed (\`br\`, \`gzip\`) if you send \`Accept-Encoding\`; bodies of requests are taken uncompressed only. Web pages may call from the origins
that the installation names.

**Becoming a member.** Signed in, but in no organisation yet (403 \`membership.none\`)? Look at \`GET /invitations\` and accept one, or, where the
installation is open for it, make an organisation with \`POST /organisations\`. Nobody is a member who has not accepted. These routes, and
\`/memberships\`, ask for a token only.

**Values.** Ids are ULIDs. Times are RFC 3339 in UTC with milliseconds; you may send any offset. Money is
\`{"amount": "123.45", "currency": "RUB"}\` with the amount as decimal text. Phones are answered in E.164, e-mails in lower
case. An absent field is empty.

**Choosing fields.** Each GET takes \`fields\`: paths with commas between and dots within, through objects and lists, such as
\`fields=company.name,timeline.entries.text,timeline.next\`. At most 50 paths in 2,000 characters; one that the answer does not have is refused. Then fields that
are else required may be missing; \`ETag\` and version are those of the whole record.

**Several at once.** Read up to 100 companies or contacts by \`ids\`; those that are not there, or that you may not see, are named in \`missing\`.

**Changing what others change.** Records have a version, which is also their \`ETag\`. PATCH is a JSON Merge Patch (RFC 7396): only what
you name changes, \`null\` empties. Choose how strict to be: with \`If-Match\` any change in between gives 412 with \`currentVersion\`; with
\`baseVersion\` in the body only a change of the same fields since then gives 409 with their names; with neither the last writer wins, field by field.

**Repeating.** Give each POST an \`Idempotency-Key\`. A repeat within 24 hours gets the stored answer (with
\`Idempotency-Replayed: true\`) and writes nothing; the same key with another request is 422 \`idempotency.key-reused\`; while the first
one still runs it is 409 \`idempotency.in-progress\`. PATCH and DELETE may be repeated as they are.

**Files.** Documents and lists go straight to the store. A route answers with \`upload\`: send the content to its \`url\` by its \`method\` with its \`headers\`,
without a token, within 15 minutes. The store takes nothing but what was announced. Addresses to fetch from are signed, too: whoever has one may use it until it expires.

**In the background.** 202 says that work has begun: \`Location\` is where to see how it goes. Whoever asks again every few seconds asks often enough.

**Pages.** Follow \`next\` as \`cursor\` with the same query. Cursors are signed and belong to you and your query.

**Limits.** Each organisation may make so many requests a minute (3,000 unless the installation says otherwise). Each answer tells the limit in
\`RateLimit-Policy: "tenant";q=3000;w=60\` and what is left of it, as far as is known, in \`RateLimit: "tenant";r=2950;t=42\`, where \`t\` is the seconds until it
begins anew. Beyond it requests are refused with 429 \`rate.limited\` and \`Retry-After\`; nothing was done, so send them again then. You are served the whole limit for
certain, and less than twice of it with up to 32 parallel environments of the installation. Requests that no organisation stands behind are counted for who has signed in, 320 a minute, and say
\`"identity"\` in place of \`"tenant"\`.

**What goes** is announced half a year ahead at least: such a route is marked \`deprecated\` here and says with each answer since when (\`Deprecation\`), until when
(\`Sunset\`) and what to use instead (\`Link\` with \`rel="successor-version"\`). New routes, and new fields in answers, may come at any time.

**Errors** are problem details (RFC 9457) with a stable \`code\`, a \`detail\` that says what to do, a \`requestId\`, and \`errors\` with a
pointer for each field. What you may not see is 404; what you may see but not do is 403. The gateway's own 401, 413 (over 10 MB), 429 and 503
have a short body \`{"message": ...}\`.`;

/** The capabilities. */
export const TAGS = [
  {
    name: 'clients',
    'x-displayName': 'Clients',
    description: 'Companies, contacts, relations, the card and its chronology, lookup',
  },
  {
    name: 'documents',
    'x-displayName': 'Documents',
    description: 'Files attached to companies and contacts',
  },
  {
    name: 'exports',
    'x-displayName': 'Exports',
    description: 'Searches written into CSV and XLSX files, all rows, in the background where there are many',
  },
  {
    name: 'imports',
    'x-displayName': 'Imports',
    description: 'Lists of clients that come in as CSV files: sent, looked at, checked, brought in',
  },
  {
    name: 'platform',
    'x-displayName': 'Platform',
    description: 'Sign-up, invitations and memberships; the organisation, its users, teams and dictionaries',
  },
  {
    name: 'search',
    'x-displayName': 'Search',
    description: 'Finding, counting and charting over all cards, by any of their fields',
  },
  {
    name: 'working-time',
    'x-displayName': 'Working time',
    description: 'When the organisation and its people work, and reckoning by it',
  },
];
