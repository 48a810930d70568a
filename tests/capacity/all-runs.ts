import type { AccessPatternId } from '../../functions/access-patterns.ts';
import { clientRuns } from './client-runs.ts';
import { documentRuns } from './document-runs.ts';
import { exportRuns } from './export-runs.ts';
import type { Fixture } from './fixture.ts';
import { importRuns } from './import-runs.ts';
import { platformRuns } from './platform-runs.ts';
import type { Runs } from './runs.ts';
import { eventRuns, runtimeRuns } from './runtime-runs.ts';
import { searchRuns } from './search-runs.ts';
import { workingTimeRuns } from './working-time-runs.ts';

/** How every access pattern comes about. */
export const allRuns = (fixture: Fixture): Runs<AccessPatternId> => ({
  ...clientRuns(fixture),
  ...documentRuns(fixture),
  ...exportRuns(fixture),
  ...importRuns(fixture),
  ...platformRuns(fixture),
  ...searchRuns(fixture),
  ...workingTimeRuns(fixture),
  ...eventRuns(fixture),
  ...runtimeRuns(fixture),
});
