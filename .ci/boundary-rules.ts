/** One forbidden kind of import; paths are from the repository's root, packages by their name. */
export interface BoundaryRule {
  readonly from: RegExp;
  readonly except?: RegExp;
  /** What may not be imported. */
  readonly to: RegExp;
  /** What may be imported all the same. */
  readonly butMay?: RegExp;
  /** Types are erased, so they may cross. */
  readonly typesMayCross?: true;
  readonly because: string;
}

/** Our own roots; anything else that is imported is a package. */
const OURS = /^(?:docs|events|functions|infra|local|shared|tests|web|\.ci)\//;

/** Product code; tests stand outside and may look at everything. */
export const TESTS = /\.test\.ts$|^tests\//;

export const BOUNDARY_RULES: readonly BoundaryRule[] = [
  {
    from: /^shared\//,
    to: OURS,
    butMay: /^shared\//,
    because: 'shared code is used everywhere, so it may lean on nothing of ours',
  },
  {
    from: /^(?:shared|events)\//,
    to: /^(?:node:|@aws-|@middy\/|aws-)/,
    because: 'shared code and event contracts run in the browser too: no AWS and no Node',
  },
  {
    from: /^events\//,
    to: OURS,
    butMay: /^(?:events|shared)\//,
    because: 'an event contract knows the vocabulary and nothing else',
  },
  {
    from: /^web\//,
    to: OURS,
    butMay: /^(?:web|shared)\//,
    because: 'the web client knows the server by its API only',
  },
  {
    from: /^functions\//,
    to: OURS,
    butMay: /^(?:functions|events|shared)\//,
    because: 'product code has no knowledge of where it runs',
  },
  {
    from: /^functions\/runtime\//,
    to: /^functions\//,
    butMay: /^functions\/runtime\//,
    because: 'the runtime serves every capability, so it may know none',
  },
  {
    from: /^functions\/(?!runtime\/)/,
    to: /^functions\//,
    butMay: /^functions\/(?:runtime\/|[^/]+\/service\.ts$|<own>\/)/,
    because: 'one capability uses another by its service only',
  },
  {
    from: /^infra\//,
    to: OURS,
    butMay:
      /^(?:infra\/|events\/|shared\/(?:table|route|api-base)\.ts$|shared\/[^/]+\/routes\.ts$|functions\/runtime\/env\.ts$)/,
    because: 'infra reads the table, the events, the routes and the environments, never a handler',
  },
  {
    from: /^(?!infra\/)/,
    except: /^docs\//,
    to: /^(?:infra\/|aws-cdk-lib|constructs$|cdk-nag$)/,
    butMay: /^infra\/(?:bundle|capabilities\/all)\.ts$/,
    because: 'everybody else knows the infrastructure by its synthesized template',
  },
  {
    from: /./,
    to: /\.test\.ts$|^tests\//,
    because: 'product code does not depend on its tests',
  },
  {
    from: /./,
    except:
      /^(?:shared\/table|functions\/runtime\/(?:caller|event)|functions\/platform\/provisioning|functions\/events\/replaying|functions\/clients\/purging)\.ts$/,
    to: /^shared\/verified-tenant\.ts$/,
    typesMayCross: true,
    because:
      'only the listed files have proof of a tenant: a verified caller, event or record, or a new tenant',
  },
];

/** Where the environment of the process is read: parsed once, on entry lines. */
export const ENVIRONMENT_READERS = /^functions\/(?:.+\/)?env\.ts$|^(?:local|infra|docs|\.ci)\//;
