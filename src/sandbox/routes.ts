// The table of endpoints.
import type { Handler } from './handler.ts'
import { catalogueRoutes } from './routes-catalogue.ts'
import { classRoutes } from './routes-classes.ts'
import { clientBatchRoutes } from './routes-clients-batch.ts'
import { clientRoutes } from './routes-clients.ts'
import { listRoutes } from './routes-lists.ts'
import { saleRoutes } from './routes-sales.ts'

/** GET endpoints by their path under the base, in lower case. */
export const routes: ReadonlyMap<string, Handler> = new Map(
  Object.entries({
    ...catalogueRoutes,
    ...classRoutes,
    ...clientRoutes,
    ...clientBatchRoutes,
    ...listRoutes,
    ...saleRoutes,
  }),
)
