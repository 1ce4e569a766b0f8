// What a seed tries: which reports clean, which with what planted, and how what was found is held against what was planted.
import { join } from 'node:path'
import { silentLog } from '../../src/core/log.ts'
import type { Given } from '../../src/reconcile/given.ts'
import type { Detail, Reconciled } from '../../src/reconcile/outcome.ts'
import { profileNamed } from '../../src/reconcile/profiles.ts'
import { reconcile } from '../../src/reconcile/reconcile.ts'
import { localDayOf } from '../../src/sandbox/calendar.ts'
import {
  nativeReports,
  plantsFor,
  writeNativeReport,
  type NativeReport,
  type PlantedReport,
} from '../../src/sandbox/native-reports.ts'
import { plantCauses, type Plant, type PlantCause, type PlantedDifference } from '../../src/sandbox/plant.ts'
import { createRandom } from '../../src/sandbox/random.ts'
import { firstSite, type DrawnHome } from './drawn-home.ts'

export type Basis = 'accrual' | 'cash'

export interface Case {
  readonly seed: number
  readonly report: NativeReport
  readonly basis: Basis
  readonly plant: readonly Plant[]
}

export interface Tried {
  readonly written: PlantedReport
  readonly result: Reconciled
}

/** Causes about a file as a whole, with the reports that show them: one prints no total, sums of nothing are cut unseen. */
const wholeFile = {
  parse_control_total: nativeReports.filter((report) => report !== 'visits-remaining'),
  export_truncated: [
    'sales',
    'cash-drawer',
    'attendance-with-revenue',
    'attendance-without-revenue',
    'payroll-detail',
    'members',
  ],
  settings_mismatch: [
    'sales',
    'sales-by-category',
    'sales-by-service',
    'sales-by-product',
    'daily-closeout',
    'cash-drawer',
    'attendance-with-revenue',
    'payroll-detail',
  ],
} as const satisfies Partial<Record<PlantCause, readonly NativeReport[]>>

const isWholeFile = (cause: PlantCause): cause is keyof typeof wholeFile => cause in wholeFile

/** The three causes in turn, each through its reports, the Sales report every other time. */
export const wholeFileOf = (seed: number): { report: NativeReport; plant: Plant } => {
  const causes = plantCauses.filter(isWholeFile)
  const cause = causes[seed % causes.length] ?? 'parse_control_total'
  const turn = Math.floor(seed / causes.length)
  const report = turn % 2 === 0 ? 'sales' : wholeFile[cause][((turn - 1) / 2) % wholeFile[cause].length]
  return { report: report ?? 'sales', plant: { cause, count: cause === 'export_truncated' ? 5 : 1 } }
}

/** Reports of a moment, which the studio exports as of the day it was read. */
const asOfNow: readonly NativeReport[] = [
  'visits-remaining',
  'account-balances',
  'members',
  'retention-management',
]

const others = nativeReports.filter((report) => report !== 'sales')

/** Turns through the reports so that every one is met on every kind of site: `nth` counts within a seed. */
export const reportOf = (seed: number, nth: number): NativeReport =>
  others[(seed * 3 + nth * 5) % others.length] ?? 'sales'

const periodOf = (home: DrawnHome, { seed, report }: Pick<Case, 'seed' | 'report'>) => {
  const studio = home.business.studios[seed]
  if (studio === undefined) throw new RangeError(`no studio of seed ${seed}`)
  const today = localDayOf(home.business.now, studio.plan.zone)
  return asOfNow.includes(report) ? { from: home.period.from, to: today } : home.period
}

const optionsOf = (home: DrawnHome, { seed, report, basis }: Omit<Case, 'plant'>) => {
  const siteId = firstSite + seed
  return {
    report,
    siteId,
    basis,
    ...periodOf(home, { seed, report }),
    changedSales: home.changedSales(siteId),
  }
}

/** A mix of so many causes as the report of that site can carry, drawn by the seed. */
const drawnMix = (home: DrawnHome, given: Omit<Case, 'plant'>, wanted: number): readonly Plant[] => {
  const random = createRandom('mix', given.seed, given.report)
  const all = plantCauses
    .filter((cause) => !isWholeFile(cause))
    .map((cause): Plant => ({ cause, count: given.report === 'sales' ? random.int(1, 2) : 1 }))
  const shuffled: Plant[] = []
  while (all.length > 0) shuffled.push(...all.splice(random.int(0, all.length - 1), 1))
  return plantsFor(home.business, optionsOf(home, given), shuffled).slice(0, wanted)
}

/** Sales with a rich mix, and so many other reports of a seed that have something to plant on. */
export const plantedCases = (home: DrawnHome, seed: number, basis: Basis, count: number): readonly Case[] => {
  const cases: Case[] = [
    { seed, report: 'sales', basis, plant: drawnMix(home, { seed, report: 'sales', basis }, 8) },
  ]
  for (let nth = 2; cases.length <= count && nth < others.length; nth += 1) {
    const report = reportOf(seed, nth)
    const plant = drawnMix(home, { seed, report, basis }, 4)
    if (plant.length > 0) cases.push({ seed, report, basis, plant })
  }
  return cases
}

const flag = <T>(value: T) => ({ value, source: 'flag' }) as const

/** Writes the report of a case and reconciles it, as the person who exported it would say it was run. */
export const tryCase = async (home: DrawnHome, tried: Case): Promise<Tried> => {
  const options = optionsOf(home, tried)
  const { siteId, report, from, to, basis } = options
  const file = join(home.home, `${report}-${siteId}-${tried.plant.map(({ cause }) => cause).join('+')}`)
  const written = await writeNativeReport(home.business, { ...options, file, plant: tried.plant })
  const profile = profileNamed(report)
  const cap = tried.plant[0]?.cause === 'export_truncated' ? [written.rows] : []
  const given: Given = {
    from: flag(from),
    to: flag(to),
    ...(profile.choices.basis && { basis: flag(basis) }),
    // Only sales were read again after the exports; whoever looks for late edits tells when that was.
    ...((report === 'sales' || tried.plant.some(({ cause: one }) => one === 'late_edit_after_export')) && {
      exportedAt: flag(home.exportedAt),
    }),
  }
  const result = await reconcile({
    profile: { ...profile, caps: [...profile.caps, ...cap] },
    origin: profile.isConfirmed ? 'confirmed' : 'unconfirmed',
    file,
    siteId,
    given,
    marts: home.marts,
    log: silentLog(),
    now: new Date(home.business.now),
  })
  return { written, result }
}

const plain = (text: string): string => text.replaceAll(',', '').trim().toLowerCase()

/** All that both sides tell of a difference, as one text. */
const toldBy = ({ native, ours }: Detail): string =>
  plain([...Object.values(native ?? {}), ...Object.values(ours ?? {})].map(String).join(' | '))

/** True where a difference is the planted one: its cause, its cents, and what the row is known by in the evidence. */
const isSame = (detail: Detail, planted: PlantedDifference): boolean => {
  if (detail.cause !== planted.cause || detail.amount !== planted.amountCents) return false
  // Staff have a name in the file and a number here, times are written in two ways: one part of a name is enough.
  const told = toldBy(detail)
  return isWholeFile(planted.cause) || planted.key.split('/').some((part) => told.includes(plain(part)))
}

/** What was planted and not found, and what was found and not planted: both empty where every cent is explained. */
export const unlike = ({ written, result }: Tried): { missed: unknown[]; invented: unknown[] } => {
  const details = [...result.details]
  const missed: unknown[] = []
  for (const planted of written.planted) {
    const at = details.findIndex((detail) => isSame(detail, planted))
    if (at === -1) missed.push(planted)
    else details.splice(at, 1)
  }
  return { missed, invented: details }
}
