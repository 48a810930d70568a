/**
 * Who may import whom. The roots are layers of one direction; see "How it is laid out" in the README.
 * @type {import('dependency-cruiser').IConfiguration}
 */
const TESTS = '(\\.test\\.ts$|^tests/)';

const rule = (name, comment, from, to) => ({
  name,
  comment,
  severity: 'error',
  from: { pathNot: [TESTS], ...from },
  to,
});

export default {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'Modules that need each other are one module.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    rule(
      'shared-stands-alone',
      'shared/ runs in functions, browser and tests: nothing of ours, no AWS, no Node.',
      { path: '^shared/' },
      {
        path: ['^(functions|events|infra|local|web|docs)/', 'node_modules/@aws-sdk'],
      },
    ),
    rule(
      'shared-is-isomorphic',
      'shared/ also runs in a browser.',
      { path: '^shared/' },
      { dependencyTypes: ['core'] },
    ),
    rule(
      'events-on-shared-only',
      'Contracts know the vocabulary and nothing else.',
      { path: '^events/' },
      { path: '^(functions|infra|local|web|docs)/' },
    ),
    rule(
      'functions-on-shared-and-events',
      'Product code knows neither infra nor the local runtime.',
      { path: '^functions/' },
      {
        path: '^(infra|local|web|tests|docs/.*\\.ts)',
      },
    ),
    rule(
      'capabilities-by-their-services',
      'A capability reaches another through the runtime or its service only.',
      { path: '^functions/(?!runtime/)([^/]+)/' },
      {
        path: '^functions/',
        pathNot: ['^functions/$1/', '^functions/runtime/', '^functions/[^/]+/service\\.ts$'],
      },
    ),
    rule(
      'runtime-knows-no-capability',
      'The runtime carries capabilities and knows none.',
      { path: '^functions/runtime/' },
      {
        path: '^functions/(?!runtime/)',
      },
    ),
    rule(
      'infra-without-handlers',
      'infra/ builds on plain data: table, events, env schemas, route rows.',
      { path: '^infra/' },
      {
        path: '^(functions|local|web)/',
        pathNot: ['^functions/runtime/env\\.ts$'],
      },
    ),
    rule(
      'local-knows-the-template-only',
      'The local runtime reads the synthesized template; only the demo uses services.',
      { path: '^local/', pathNot: [TESTS, '^local/demo/'] },
      {
        path: '^(infra|functions)/',
      },
    ),
    rule(
      'web-on-shared-only',
      'The web client is a client of the API.',
      { path: '^web/' },
      { path: '^(functions|infra|local|events)/' },
    ),
    rule(
      'few-mint-tenants',
      'A tenant is proved by a verified caller or by the system’s own stored record; these files are all that do it.',
      {
        pathNot: [
          TESTS,
          '^shared/table\\.ts$',
          '^functions/runtime/(caller|event)\\.ts$',
          '^functions/platform/(provisioning|founding|named-tenant|service)\\.ts$',
          '^functions/events/replaying\\.ts$',
          '^functions/clients/purging\\.ts$',
          '^functions/query/environment\\.ts$',
          '^functions/search/keeping-snapshots\\.ts$',
          '^local/demo/',
        ],
      },
      { path: '^shared/verified-tenant\\.ts$' },
    ),
    {
      name: 'nothing-imports-tests',
      comment: 'Tests are leaves.',
      severity: 'error',
      from: { pathNot: [TESTS] },
      to: { path: TESTS },
    },
    {
      name: 'resolvable',
      comment: 'Every import is there; aws-lambda is types alone.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^aws-lambda$' },
    },
    {
      name: 'declared',
      comment: 'Packages used are declared.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|cdk\\.out)/' },
    // TypeScript 7 has no compiler API for tools yet.
    parser: 'swc',
    enhancedResolveOptions: {
      extensions: ['.ts', '.mjs', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
};
