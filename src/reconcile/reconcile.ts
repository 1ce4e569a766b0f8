// Marts against one native report file: read, settle how it was run, match, name every difference.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Log } from '../core/log.ts'
import { nameKey } from '../finance/cells.ts'
import { Duck, quoteText } from '../lakehouse/duck.ts'
import type { Compared } from './compare.ts'
import { compare } from './compare.ts'
import { assertIdentity, explainedPercent, sumByCause, toleranceOf, verdictOf } from './differences.ts'
import type { ReportFile } from '../reports/file-rows.ts'
import { fileTotals } from './file-judged.ts'
import type { Ask, Given, Settled } from './given.ts'
import { loadReport } from '../reports/load-report.ts'
import { checkLocations } from './locations.ts'
import type { Detail, Findings, Reconciled, Unmapped } from './outcome.ts'
import { openMarts } from './open-marts.ts'
import { recordsAt } from '../reports/records-at.ts'
import { assertUnchanged, openReport } from '../reports/report-file.ts'
import type { ReportProfile } from '../reports/report-profile.ts'
import { amountText } from './rule.ts'
import type { Site } from './settings.ts'
import { checkKnown, checkLikeness, readSite } from './settings.ts'
import { checkPeriod } from './settle-period.ts'
import { askBasis, settle } from './settle.ts'
import type { ReportSurvey } from '../reports/survey-report.ts'
import { surveyAsking } from './survey-asking.ts'

export interface ReconcileInput {
  readonly profile: ReportProfile
  /** Whose headers the profile has. */
  readonly origin: Findings['profile']
  readonly file: string
  readonly siteId: number
  readonly given: Given
  /** Path of marts.duckdb. */
  readonly marts: string
  readonly log: Log
  readonly now?: Date
  /** Absent where nobody is there to ask. */
  readonly ask?: Ask | undefined
}

interface Prepared {
  readonly file: ReportFile
  readonly survey: ReportSurvey
  readonly site: Site
  readonly settled: Settled
  readonly compared: Compared
}

/**
 * A database of this comparison alone, the marts attached to it. It is a file in a folder that is removed: tables of a file are
 * compressed and need not stay in memory.
 */
const withMarts = async <T>(
  { marts, profile }: ReconcileInput,
  work: (duck: Duck) => Promise<T>,
): Promise<T> => {
  // Opened by itself first, for the message that a missing or locked file deserves.
  const published = await openMarts(marts, ['dim_site', 'dim_location', 'dim_client', profile.twin.mart])
  published.close()
  const tempDir = await mkdtemp(join(tmpdir(), 'mindbody-elt-reconcile-'))
  try {
    await using duck = await Duck.open(join(tempDir, 'sides.duckdb'), { tempDir, memoryLimit: '96MB' })
    await duck.run(`attach ${quoteText(marts)} as marts (read_only)`)
    return await work(duck)
  } finally {
    await rm(tempDir, { recursive: true, force: true })
  }
}

const prepare = async (duck: Duck, input: ReconcileInput): Promise<Prepared> => {
  const { profile, siteId, ask, log } = input
  checkPeriod(input.given.from?.value, input.given.to?.value)
  const site = await readSite(duck, siteId)
  const file = await openReport(input.file)
  const { survey, given } = await surveyAsking(profile, file, input.given, ask)
  const { told, dateOrder } = survey
  const settled = await settle({ profile, given, told, siteId, zone: site.zone, ask, dateOrder })
  await checkLocations(duck, siteId, settled.locations)
  log.debug(
    { rows: survey.rows, dateOrder: survey.dateOrder, settings: settled.settings },
    'report file read',
  )
  await loadReport(duck, profile, file, survey)
  const scope = { siteId, from: settled.from, to: settled.to, dates: told }
  const compared = await compare(duck, {
    profile,
    siteId,
    zone: site.zone,
    settled,
    askBasis: async () => {
      await checkKnown(duck, scope)
      return askBasis(profile, ask)
    },
  })
  checkLikeness(scope, compared)
  // A basis that leaves rows of ours out may have been found only because the file has none of them.
  if (compared.matchedRows === 0) await checkKnown(duck, scope)
  return { file, survey, site, settled, compared }
}

/** Details with the file's rows under its own headers, and unknown names as the file writes them. */
const withCells = async (
  profile: ReportProfile,
  { file, compared }: Prepared,
): Promise<{ readonly details: readonly Detail[]; readonly unmapped: readonly Unmapped[] }> => {
  const { judged, unmapped } = compared
  const wanted = judged.flatMap(({ rowNo }) => (rowNo === null ? [] : [rowNo]))
  const records = await recordsAt(profile, file, new Set([...wanted, ...unmapped.map(({ rowNo }) => rowNo)]))
  /** The cell of the row that reads as the name, whichever column it stands in. */
  const written = (name: string, rowNo: number): string => {
    const cells = Object.values(records.get(rowNo) ?? {})
    return cells.find((cell): cell is string => typeof cell === 'string' && nameKey(cell) === name) ?? name
  }
  return {
    details: judged.map(({ rowNo, ...detail }) => ({
      ...detail,
      native: rowNo === null ? null : (records.get(rowNo) ?? { row: rowNo }),
    })),
    unmapped: unmapped.map(({ rowNo, ...name }) => ({ ...name, name: written(name.name, rowNo) })),
  }
}

const findingsOf = (input: ReconcileInput, prepared: Prepared, details: readonly Detail[]): Findings => {
  const { profile } = input
  const { unit } = profile.twin.measure
  const { compared, settled, site, survey } = prepared
  const totals = {
    native: compared.nativeTotal + fileTotals(survey).beyondRows,
    ours: compared.ourTotal,
    rows: compared.nativeRows,
  }
  assertIdentity(unit, totals, details)
  return {
    report: profile.name,
    title: profile.title,
    site_id: input.siteId,
    from: settled.from,
    to: settled.to,
    settings: [...settled.settings, ...compared.settings],
    unit,
    currency: unit === 'money' ? site.currency : null,
    exported_at: settled.exportedAtUtc?.toISOString() ?? null,
    reconciled_at: (input.now ?? new Date()).toISOString(),
    file: input.file,
    file_sha256: prepared.file.sha256,
    profile: input.origin,
    native_total: amountText(unit, totals.native),
    our_total: amountText(unit, totals.ours),
    variance: amountText(unit, totals.native - totals.ours),
    explained_percent: explainedPercent(details),
    differences: sumByCause(details, unit),
    verdict: verdictOf(details),
    tolerance: toleranceOf(unit, totals),
    rows: {
      native: compared.nativeRows,
      ours: compared.ourRows,
      matched: compared.matchedRows,
      passes: compared.passes,
    },
    control_totals: survey.controlTotals,
  }
}

/**
 * Compares a native report file with its twin in the published marts. The file's own total is the native total; each
 * difference has exactly one cause, and their amounts add up to the variance. Nothing is written.
 * @throws Problem REPORT_PROFILE when the file is not that report, REPORT_SETTINGS when it was exported with others or one is
 * missing, HOME_UNUSABLE when no marts are published.
 */
export const reconcile = (input: ReconcileInput): Promise<Reconciled> =>
  withMarts(input, async (duck) => {
    const prepared = await prepare(duck, input)
    const { details: rows, unmapped } = await withCells(input.profile, prepared)
    await assertUnchanged(prepared.file)
    const details = [...fileTotals(prepared.survey).details, ...rows]
    return {
      ...findingsOf(input, prepared, details),
      details,
      breakdowns: prepared.compared.breakdowns,
      unmapped,
    }
  })
