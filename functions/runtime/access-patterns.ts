import type { AccessPattern } from './access-pattern.ts';

/** Uses of the table that requests of every capability share. */
export const RUNTIME_PATTERNS = [
  {
    id: 'know-caller',
    use: 'Who is calling: at most once in 60 seconds per environment and identity',
    routes: [],
    requests: ['Query pk = G#identity#<hash>', 'GetItem pk = T#tenant, sk = tenant'],
    reads: 1,
    writes: 0,
  },
  {
    id: 'refuse-stranger',
    use: 'Who is calling, where no membership is found: nobody is refused by what was remembered',
    routes: [],
    requests: ['Query pk = G#identity#<hash>', 'Query pk = G#identity#<hash>, consistent'],
    reads: 1.5,
    writes: 0,
  },
  {
    id: 'sign-cursor',
    use: 'The key that signs cursors: once per environment',
    routes: [],
    requests: ['GetItem pk = G#signing-keys, sk = cursor, consistent'],
    reads: 1,
    writes: 0,
  },
  {
    id: 'find-answer',
    use: 'A POST with an Idempotency-Key that fails: was it answered before?',
    routes: [],
    requests: ['GetItem pk = T#idempotency#<user> or G#idempotency#<hash>, sk = <key>, consistent'],
    reads: 1,
    writes: 0,
  },
  {
    id: 'rate-limit',
    use: 'May the tenant make this request: within the environment’s share, the usual case',
    routes: [],
    requests: [],
    reads: 0,
    writes: 0,
  },
  {
    id: 'rate-limit-lease',
    use: 'A share is used up and another one is leased: about 32 times a minute in all, and once more in each environment when there is none left',
    routes: [],
    requests: ['UpdateItem pk = T#rate-limit, sk = <minute>, counter + 1/32 of the limit'],
    reads: 0,
    writes: 1,
  },
  {
    id: 'identity-limit',
    use: 'May an identity without an organisation make this request: within the environment’s share, the usual case',
    routes: [],
    requests: [],
    reads: 0,
    writes: 0,
  },
  {
    id: 'identity-limit-lease',
    use: 'An identity without an organisation has used up a share, and another one is leased',
    routes: [],
    requests: ['UpdateItem pk = G#rate-limit#<hash>, sk = <minute>, counter + 1/32 of the limit'],
    reads: 0,
    writes: 1,
  },
] as const satisfies readonly AccessPattern[];
