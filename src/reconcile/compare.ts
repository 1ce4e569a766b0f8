// One comparison from both loaded sides to named causes: settings tried, rows matched, every difference judged.
import type { Duck } from '../lakehouse/duck.ts'
import type { Cause } from './causes.ts'
import { readBreakdowns } from './breakdowns.ts'
import { classify } from './classify.ts'
import { changedText, findBasis, findOtherChoice } from './combinations.ts'
import type { Choice, Comparison } from './counted.ts'
import type { Settled, Told } from './given.ts'
import { match } from './match.ts'
import type { Matching } from './match.ts'
import type { Mismatch } from './mismatch.ts'
import { readOurRows } from './our-rows.ts'
import type { Breakdown, Detail, Setting } from './outcome.ts'
import { makeFileRows } from './pair-rows.ts'
import { loadReferences } from './references.ts'
import type { Basis, ReportProfile } from '../reports/report-profile.ts'
import type { RuleContext } from './rule.ts'
import { loadTwin } from './twin-rows.ts'
import type { UnmappedName } from './unmapped.ts'
import { readUnmapped } from './unmapped.ts'

export interface CompareInput {
  readonly profile: ReportProfile
  readonly siteId: number
  /** The site's IANA zone. */
  readonly zone: string
  readonly settled: Settled
  /** Asks for the basis where trying both tells nothing; throws where nobody is there to ask. */
  readonly askBasis: () => Promise<Told<Basis>>
}

/** A difference with its cause; of the file only the number of its row. */
export interface Judged extends Omit<Detail, 'native'> {
  readonly cause: Cause
  readonly rowNo: number | null
}

export interface Compared extends Omit<Matching, 'mismatches'> {
  /** The basis where it was found or asked. */
  readonly settings: readonly Setting[]
  readonly judged: readonly Judged[]
  readonly breakdowns: readonly Breakdown[]
  readonly unmapped: readonly UnmappedName[]
}

const basisOf = async (
  duck: Duck,
  input: CompareInput,
  choice: Choice,
  comparison: Comparison,
): Promise<{ readonly basis: Basis | null; readonly settings: readonly Setting[] }> => {
  const { profile, settled } = input
  if (!profile.choices.basis) return { basis: null, settings: [] }
  if (settled.basis !== undefined) return { basis: settled.basis.value, settings: [] }
  const found = await findBasis(duck, choice, comparison)
  if (found === undefined) {
    const { value, source } = await input.askBasis()
    return { basis: value, settings: [{ name: 'basis', value, source }] }
  }
  const [basis, value] =
    found === 'either' ? (['accrual', 'accrual or cash'] as const) : ([found, found] as const)
  return { basis, settings: [{ name: 'basis', value, source: 'found' }] }
}

/** One finding for the whole file in place of a finding for each of its rows. */
const settingsJudged = (current: Choice, other: Choice, { nativeTotal, ourTotal }: Matching): Judged => ({
  cause: 'settings_mismatch',
  amount: nativeTotal - ourTotal,
  evidence: `The file's total and most of its rows are those of the report run with other settings: ${changedText(current, other)}. Compare it under these, or export it again.`,
  pass: null,
  rowNo: null,
  ours: null,
})

const judgeRows = async (
  duck: Duck,
  mismatches: AsyncIterable<Mismatch>,
  context: RuleContext,
  choice: Choice,
): Promise<readonly Judged[]> => {
  const ours = await readOurRows(duck, context.twin, choice)
  const judged: Judged[] = []
  for await (const mismatch of mismatches) {
    judged.push({
      ...classify(mismatch, context),
      amount: mismatch.native_amount - mismatch.our_amount,
      pass: mismatch.pass,
      rowNo: mismatch.row_no,
      ours: ours.get(mismatch.no) ?? null,
    })
  }
  return judged
}

/**
 * Compares the table `native`, filled from a file, with the twin among the marts attached as `marts`.
 * @param duck a database of this comparison alone: many tables are made in it.
 * @throws Problem INTERNAL for a mart that lacks a column, REPORT_SETTINGS where the basis cannot be told.
 */
export const compare = async (duck: Duck, input: CompareInput): Promise<Compared> => {
  const { profile, siteId, zone, settled } = input
  const { twin, choices, caps } = profile
  const { from, to, exportedAtUtc } = settled
  const native = await duck.row<{ rows: number; dated: number; total: number }>(
    'select count(*) as rows, count(local_date) as dated, coalesce(sum(amount), 0)::bigint as total from native',
  )
  const isEmpty = native.rows === 0
  const isDated = isEmpty ? twin.date !== undefined : native.dated > 0
  const comparison: Comparison = { twin, isDated, exportedAtUtc }
  await loadReferences(duck, siteId)
  await makeFileRows(duck, comparison)
  await loadTwin(duck, twin, { siteId, from, to })

  const untold: Choice = {
    basis: null,
    returns: settled.returns,
    locations: settled.locations?.value ?? null,
  }
  const { basis, settings } = await basisOf(duck, input, untold, comparison)
  const choice: Choice = { ...untold, basis }
  // A report of no rows fits every choice under which there are none: it speaks for no setting.
  const other = isEmpty
    ? undefined
    : await findOtherChoice(duck, {
        choices,
        current: choice,
        comparison,
        nativeTotal: native.total,
      })
  const { mismatches, ...matching } = await match(duck, choice, comparison, settled)
  const context: RuleContext = {
    zone,
    from,
    to,
    basis,
    exportedAtUtc,
    cappedAt: caps.find((cap) => cap === native.rows),
    twin,
    knowsReturns: choices.returns,
    isFileEmpty: isEmpty,
  }
  return {
    ...matching,
    settings,
    judged:
      other === undefined
        ? await judgeRows(duck, mismatches, context, choice)
        : [settingsJudged(choice, other, { ...matching, mismatches })],
    breakdowns: await readBreakdowns(duck, comparison),
    unmapped: await readUnmapped(duck, twin, siteId),
  }
}
