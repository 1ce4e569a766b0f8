// The table of endpoints.
import type { Handler } from './handler.ts'
import { catalogueRoutes } from './routes-catalogue.ts'
import { classRoutes } from './routes-classes.ts'
import { clientBatchRoutes } from './routes-clients-batch.ts'
import { clientDeskRoutes } from './routes-clients-desk.ts'
import { clientHistoryRoutes } from './routes-clients-history.ts'
import { clientRoutes } from './routes-clients.ts'
import { listRoutes } from './routes-lists.ts'
import { dutyRoutes } from './routes-duty.ts'
import { payrollRoutes } from './routes-payroll.ts'
import { saleRoutes } from './routes-sales.ts'
import { seriesRoutes } from './routes-series.ts'
import { shopRoutes } from './routes-shop.ts'
import { staffRoutes } from './routes-staff.ts'

/** GET endpoints by their path under the base, in lower case. */
export const routes: ReadonlyMap<string, Handler> = new Map(
  Object.entries({
    ...catalogueRoutes,
    ...classRoutes,
    ...clientRoutes,
    ...clientBatchRoutes,
    ...clientDeskRoutes,
    ...clientHistoryRoutes,
    ...listRoutes,
    ...saleRoutes,
    ...dutyRoutes,
    ...payrollRoutes,
    ...seriesRoutes,
    ...shopRoutes,
    ...staffRoutes,
  }),
)

/** Prefix of the parameter names, in lower case, of the endpoints where it is not `request` (documented). */
export const prefixes: ReadonlyMap<string, string> = new Map([['/class/courses', 'getcoursesrequest']])
