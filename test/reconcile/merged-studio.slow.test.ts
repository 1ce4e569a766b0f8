// A studio that made files one, as the ledger tells: its retention reports are equal, and numbers of merged files are told.
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { silentLog } from '../../src/core/log.ts'
import { publish } from '../../src/lakehouse/publish.ts'
import type { Reconciled } from '../../src/reconcile/outcome.ts'
import { profileNamed } from '../../src/reconcile/profiles.ts'
import { reconcile } from '../../src/reconcile/reconcile.ts'
import { createBusiness } from '../../src/sandbox/business.ts'
import { localDayOf } from '../../src/sandbox/calendar.ts'
import { writeNativeReport, type NativeReport, type PlantedReport } from '../../src/sandbox/native-reports.ts'
import { losAngeles } from '../../src/sandbox/plan-los-angeles.ts'
import type { Plant } from '../../src/sandbox/plant.ts'
import { build, recordMerges, studioHome } from '../models/studio-warehouse.ts'

const business = createBusiness({ sites: [losAngeles], members: true })
const { siteId, zone } = losAngeles
const [first, second] = business.studios.flatMap(({ merges }) => merges)
if (first === undefined || second === undefined) throw new RangeError('the studio made no files one')
// Whoever was kept once goes into another file in the end: a chain.
const last = { removed: first.kept, kept: second.kept, at: business.now }
business.studios[0]?.merges.push(last)
const marts = [
  'rec_retention',
  'rec_retention_management',
  'rec_first_visit',
  'rec_attendance',
  'dim_client',
  'dim_site',
]

let home: string
let published: string
beforeAll(async () => {
  home = await studioHome(business, () => new Date(business.now))
  await recordMerges(home, business)
  const result = await build(home, { plans: [losAngeles], select: marts.map((mart) => `+${mart}`) })
  if (!result.ok) throw new Error(`dbt failed: ${JSON.stringify(result.failures)}`)
  published = (await publish({ home, log: silentLog() })).path
})
afterAll(() => rm(home, { recursive: true, force: true }))

const today = localDayOf(business.now, zone)

const tried = async (
  report: NativeReport,
  plant: readonly Plant[] = [],
): Promise<{ written: PlantedReport; result: Reconciled }> => {
  const days = { from: '2025-07-01', to: today }
  const file = join(home, report)
  const written = await writeNativeReport(business, { report, siteId, ...days, file, plant })
  const flag = <T>(value: T) => ({ value, source: 'flag' }) as const
  const result = await reconcile({
    profile: profileNamed(report),
    origin: 'confirmed',
    file,
    siteId,
    given: { from: flag(days.from), to: flag(days.to) },
    marts: published,
    log: silentLog(),
  })
  return { written, result }
}

test.each(['retention', 'first-visit', 'retention-management'] as const)('%s is equal', async (report) => {
  const { written, result } = await tried(report)
  expect(written.rows).toBeGreaterThan(20)
  expect(result.details).toEqual([])
  expect(result.rows).toMatchObject({ native: written.rows, ours: written.rows })
})

test.each(['attendance-without-revenue', 'retention'] as const)(
  '%s: rows under the other number are told by the merges, and by a number that is gone',
  async (report) => {
    const { written, result } = await tried(report, [{ cause: 'client_merge', count: 30 }])
    const found = result.details.map(({ cause, amount }) => [cause, amount])
    expect(found).toEqual(written.planted.map(() => ['client_merge', 0]))
    const words = result.details.map(({ evidence }) => evidence)
    expect(words.filter((text) => / here: merged, \S+ > /.test(text)).length).toBeGreaterThan(0)
    expect(words.filter((text) => text.includes('no longer know 880')).length).toBeGreaterThan(0)
  },
)
