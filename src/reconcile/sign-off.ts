// Signing a comparison: the newest of its scope, by name and comment, and not while it has open questions nobody answered for.
import type { Control } from '../control/database.ts'
import { reconciliationsOf } from '../control/reconciliations.ts'
import type { Scope } from '../control/reconciliations.ts'
import type { ReconciliationsTable } from '../control/schema.ts'
import { signOff } from '../control/sign-offs.ts'
import { Problem } from '../core/errors.ts'
import type { LocalDate } from '../core/time.ts'
import { openCauses } from './causes.ts'
import { differencesIn, trailOf, unwaived } from './trail.ts'

export interface Signing {
  readonly scope: Scope
  readonly by: string
  readonly role: 'exporter' | 'reviewer'
  readonly comment: string
  /** Signs also what is not explained; the comment then says why. */
  readonly withOpen: boolean
  /** The hash of the file the signer has before them, where they name it. */
  readonly fileSha256?: string | undefined
  readonly today: LocalDate
  readonly now: Date
}

const newestOf = async (control: Control, scope: Scope): Promise<ReconciliationsTable> => {
  const [newest] = await reconciliationsOf(control, scope)
  if (newest !== undefined) return newest
  throw new Problem('USAGE', {
    what: `No ${scope.report} report of site ${scope.siteId} from ${scope.from} to ${scope.to} was ever compared here.`,
    remedy: 'Run `reconcile run` first, or name the period as it was compared.',
  })
}

const assertFile = (signing: Signing, newest: ReconciliationsTable): void => {
  if (signing.fileSha256 === undefined || signing.fileSha256 === newest.file_sha256) return
  throw new Problem('USAGE', {
    what: 'The file you name is not the one that was compared last.',
    why: `Compared was ${newest.file}, SHA-256 ${newest.file_sha256}.`,
    remedy: 'Compare your file with `reconcile run`, then sign.',
  })
}

/**
 * Signs the newest comparison of a scope.
 * @throws Problem USAGE where there is none, where the file is another one, or where a cause is open and neither waived nor
 * signed for.
 */
export const sign = async (
  control: Control,
  signing: Signing,
): Promise<{ readonly signed: ReconciliationsTable; readonly chainHash: string }> => {
  const { scope, comment } = signing
  const newest = await newestOf(control, scope)
  assertFile(signing, newest)
  const trail = await trailOf(control, scope, signing.today)
  const open = unwaived(differencesIn(newest), trail).filter(({ cause }) => openCauses.includes(cause))
  if (open.length > 0 && !signing.withOpen) {
    const named = open.map(({ cause, count, amount }) => `${cause} (${count}, ${amount})`).join(', ')
    throw new Problem('USAGE', {
      what: `Open questions remain: ${named}.`,
      remedy:
        'Mend them and compare again, waive the cause with `reconcile waive`, or sign with --with-open and say why in --comment.',
    })
  }
  const chainHash = await signOff(control, {
    reconciliation_id: newest.id,
    signed_at: signing.now.toISOString(),
    signed_by: signing.by,
    role: signing.role,
    comment,
  })
  return { signed: newest, chainHash }
}
