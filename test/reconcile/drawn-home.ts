// A home of many small studios, each drawn from its own seed, with marts built once for all of them.
import { rm } from 'node:fs/promises'
import { silentLog } from '../../src/core/log.ts'
import { publish } from '../../src/lakehouse/publish.ts'
import { createBusiness, type Business } from '../../src/sandbox/business.ts'
import { dayMs } from '../../src/sandbox/calendar.ts'
import { drawnPlan } from '../../src/sandbox/plan-drawn.ts'
import { build, studioHome } from '../models/studio-warehouse.ts'

/** Forty days of life, from 1 July 2025. */
const lived = -325

export interface DrawnHome {
  readonly home: string
  readonly marts: string
  readonly business: Business
  /** The period whose reports are compared: all of it but the edges. */
  readonly period: { readonly from: string; readonly to: string }
  /** When the reports were exported, UTC. */
  readonly exportedAt: string
  /** Sales of a site that were edited later, and read again after that. */
  readonly changedSales: (siteId: number) => ReadonlySet<number>
  readonly remove: () => Promise<void>
}

/** The first site; site `firstSite + n` is drawn from seed n. */
export const firstSite = 20_001

const isChanged = (saleId: number): boolean => saleId % 6 === 0

export const drawnBusiness = (sites: number): Business =>
  createBusiness({
    sites: Array.from({ length: sites }, (_, seed) => drawnPlan(firstSite + seed, seed)),
    days: lived,
    books: true,
  })

/** A home whose marts stand already, as tests know it. */
export const knownHome = (home: string, marts: string, business: Business): DrawnHome => ({
  home,
  marts,
  business,
  period: { from: '2025-07-04', to: '2025-08-07' },
  exportedAt: new Date(business.now + dayMs).toISOString(),
  changedSales: (siteId) =>
    new Set(
      business.studios
        .filter(({ plan }) => plan.siteId === siteId)
        .flatMap(({ sales }) => sales.map(({ id }) => id).filter(isChanged)),
    ),
  remove: () => rm(home, { recursive: true, force: true }),
})

/** Everything was read a first time before the exports, and every sixth sale again after them. */
export const drawnHome = async (sites: number): Promise<DrawnHome> => {
  const business = drawnBusiness(sites)
  const home = await studioHome(business, (stream, _site, record) =>
    stream === 'sales' && isChanged(Number(record['Id']))
      ? new Date(business.now + 3 * dayMs)
      : new Date(business.now),
  )
  const result = await build(home, { plans: business.studios.map(({ plan }) => plan) })
  if (!result.ok) throw new Error(`dbt failed: ${JSON.stringify(result.failures.slice(0, 5))}`)
  const { path } = await publish({ home, log: silentLog() })
  return knownHome(home, path, business)
}
