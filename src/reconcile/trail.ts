// The trail of a report, site and period: comparisons kept, who signed which of them, what was waived, what changed afterwards.
import type { Control } from '../control/database.ts'
import { recordReconciliation, reconciliationById, reconciliationsOf } from '../control/reconciliations.ts'
import type { Scope } from '../control/reconciliations.ts'
import type { ReconciliationsTable } from '../control/schema.ts'
import { signOffsOf } from '../control/sign-offs.ts'
import { waiversOf, waiversOn } from '../control/waivers.ts'
import type { LocalDate } from '../core/time.ts'
import { centsOf } from '../finance/money.ts'
import type { Cause } from './causes.ts'
import type { Difference, Findings } from './outcome.ts'
import type { SignOff, Trail, Waiver } from './trail-types.ts'

export const scopeOf = ({ report, site_id: siteId, from, to }: Findings): Scope => ({
  report,
  siteId,
  from,
  to,
})

/** Keeps a comparison under an id of the caller's. */
export const keepReconciliation = (control: Control, id: string, found: Findings): Promise<void> =>
  recordReconciliation(control, {
    id,
    at: found.reconciled_at,
    report: found.report,
    site_id: found.site_id,
    span_from: found.from,
    span_to: found.to,
    file: found.file,
    file_sha256: found.file_sha256,
    native_total: found.native_total,
    our_total: found.our_total,
    variance: found.variance,
    explained_percent: found.explained_percent,
    verdict: found.verdict,
    settings: JSON.stringify(found.settings),
    differences: JSON.stringify(found.differences),
  })

/** The differences by cause as they were kept. */
export const differencesIn = ({ differences }: ReconciliationsTable): readonly Difference[] =>
  JSON.parse(differences) as readonly Difference[]

/** What differs between a signed comparison and a later one, in words; null where nothing does. */
const changeBetween = (signed: ReconciliationsTable, now: ReconciliationsTable): string | null => {
  const changes = [
    signed.file_sha256 === now.file_sha256
      ? undefined
      : `another file (${now.file_sha256.slice(0, 12)}, signed was ${signed.file_sha256.slice(0, 12)})`,
    signed.native_total === now.native_total
      ? undefined
      : `the file's total is ${now.native_total}, signed was ${signed.native_total}`,
    signed.our_total === now.our_total
      ? undefined
      : `our total is ${now.our_total}, signed was ${signed.our_total}`,
    signed.differences === now.differences
      ? undefined
      : `the variance of ${now.variance} has other causes than the signed one of ${signed.variance}`,
  ].filter((change) => change !== undefined)
  return changes.length === 0 ? null : `${changes.join('; ')}.`
}

const changedSince = async (control: Control, scope: Scope, signedId: string): Promise<string | null> => {
  const [newest] = await reconciliationsOf(control, scope)
  const signed = await reconciliationById(control, signedId)
  return newest === undefined || signed === undefined ? null : changeBetween(signed, newest)
}

const waiversIn = async (control: Control, scope: Scope, today: LocalDate): Promise<readonly Waiver[]> => {
  const rows = await waiversOf(control, scope.report, scope.siteId)
  const valid = new Set(waiversOn(rows, today).map(({ seq }) => seq))
  return rows
    .filter(({ kind }) => kind === 'granted')
    .map((row) => ({
      cause: row.cause as Cause,
      reason: row.reason,
      waivedBy: row.waived_by,
      createdAt: row.created_at,
      until: row.until,
      maxAmount: row.max_amount,
      isValid: valid.has(row.seq),
    }))
}

/** Everything people have said about a scope. `today` decides which waivers still hold. */
export const trailOf = async (control: Control, scope: Scope, today: LocalDate): Promise<Trail> => {
  const rows = await signOffsOf(control, scope)
  const signOffs: SignOff[] = []
  for (const row of rows) {
    const signed = await reconciliationById(control, row.reconciliation_id)
    if (signed === undefined) continue
    signOffs.push({
      signedAt: row.signed_at,
      signedBy: row.signed_by,
      role: row.role === 'exporter' ? 'exporter' : 'reviewer',
      comment: row.comment,
      fileSha256: signed.file_sha256,
      nativeTotal: signed.native_total,
      ourTotal: signed.our_total,
      variance: signed.variance,
      chainHash: row.chain_hash,
    })
  }
  const last = rows.at(-1)
  return {
    signOffs,
    waivers: await waiversIn(control, scope, today),
    changedSince: last === undefined ? null : await changedSince(control, scope, last.reconciliation_id),
  }
}

/** True where a waiver that holds takes in the cause and its amount. */
const isWaived = ({ cause, amount }: Difference, { waivers }: Pick<Trail, 'waivers'>): boolean =>
  waivers.some(
    (waiver) =>
      waiver.isValid &&
      waiver.cause === cause &&
      (waiver.maxAmount === null ||
        Math.abs(centsOf(amount) ?? Infinity) <= (centsOf(waiver.maxAmount) ?? 0)),
  )

/** The differences nobody has accepted: what makes a run end in 1. */
export const unwaived = (
  differences: readonly Difference[],
  trail: Pick<Trail, 'waivers'>,
): readonly Difference[] => differences.filter((difference) => !isWaived(difference, trail))
