import { Logger } from '@aws-lambda-powertools/logger';

/** How patterns come about: each run prepares what it needs, unmetered, and gives the work that is metered. */
export type Runs<Id extends string> = Readonly<Record<Id, () => Promise<() => Promise<unknown>>>>;

export const quiet = new Logger({ logLevel: 'SILENT' });
