import { DEFAULT_WEEK } from '../../shared/working-time/calendar.ts';
import type { workingTimeRoutes } from '../../shared/working-time/routes.ts';
import type { CallParts, PathBed, WriteRoute } from './path-bed.ts';

const vacation = { daysOff: [{ from: '2026-07-06', to: '2026-07-19', name: 'Отпуск' }] };

const ofAdmin = ({ tenant }: PathBed) => ({ id: tenant.admin.id });

/** What has to be there for each writing route of the working time capability, and the call itself. */
export const workingTimePaths: Readonly<
  Record<WriteRoute<typeof workingTimeRoutes>, (bed: PathBed) => Promise<CallParts>>
> = {
  setWorkingCalendar: async () => ({ body: { week: DEFAULT_WEEK, zone: 'Asia/Omsk' } }),
  setUserWorkingCalendar: async (bed) => {
    await bed.make('setUserWorkingCalendar', { params: ofAdmin(bed), body: { zone: 'Asia/Omsk' } });
    return { params: ofAdmin(bed), body: vacation };
  },
  deleteUserWorkingCalendar: async (bed) => {
    await bed.make('setUserWorkingCalendar', { params: ofAdmin(bed), body: vacation });
    return { params: ofAdmin(bed) };
  },
};
