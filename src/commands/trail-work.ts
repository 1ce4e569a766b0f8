// What `reconcile sign`, `waive` and `trail` do on a home, and how it is told.
import { brokenLink, signOffs } from '../control/sign-offs.ts'
import { writeWaiver } from '../control/waivers.ts'
import { Problem } from '../core/errors.ts'
import type { LocalDate } from '../core/time.ts'
import { cleanText } from '../finance/cells.ts'
import type { Cause } from '../reconcile/causes.ts'
import { signedState } from '../reconcile/outcome-words.ts'
import { sha256OfReport } from '../reports/report-file.ts'
import { sign } from '../reconcile/sign-off.ts'
import { trailOf } from '../reconcile/trail.ts'
import { amountFlag, dayFlag } from './flag-values.ts'
import type { Context, Outcome } from './session.ts'
import { onTrail } from './trail-home.ts'
import { whoOf } from './who.ts'

interface ScopeArgs {
  readonly home?: string | undefined
  readonly report: string
  readonly site: number
}

interface PeriodArgs extends ScopeArgs {
  readonly from: string
  readonly to: string
}

interface SignArgs extends PeriodArgs {
  readonly by?: string | undefined
  readonly role: 'exporter' | 'reviewer'
  readonly comment: string
  readonly file?: string | undefined
  readonly withOpen: boolean
}

interface WaiveArgs extends ScopeArgs {
  readonly by?: string | undefined
  readonly cause: Cause
  readonly until?: string | undefined
  readonly max?: string | undefined
  readonly reason: string
  readonly revoke: boolean
}

/** @throws Problem USAGE for an empty one. */
const wordsOf = (name: string, text: string): string => {
  if (text.trim() !== '') return text.trim()
  throw new Problem('USAGE', { what: `--${name} is empty.`, remedy: 'It is kept for whoever asks later.' })
}

/** Waivers run out by the day of this machine's clock in UTC: a day has one end for all sites of a home. */
const todayOf = (now: Date): LocalDate => now.toISOString().slice(0, 10)

const scopeIn = ({ report, site: siteId, from, to }: PeriodArgs) => ({
  report,
  siteId,
  from: dayFlag('from', from),
  to: dayFlag('to', to),
})

/** Signs. @throws Problem USAGE, REPORT_SETTINGS for a file that cannot be read. */
export const doSign = (context: Context, args: SignArgs): Promise<Outcome> =>
  onTrail(context, args, async (control) => {
    const now = new Date()
    const by = whoOf(args)
    const { signed, chainHash } = await sign(control, {
      scope: scopeIn(args),
      by,
      role: args.role,
      comment: wordsOf('comment', args.comment),
      withOpen: args.withOpen,
      fileSha256: args.file === undefined ? undefined : await sha256OfReport(args.file),
      today: todayOf(now),
      now,
    })
    context.printer.line(
      `${by} has signed: file ${signed.native_total}, marts ${signed.our_total}, variance ${signed.variance}.`,
    )
    context.printer.line(`file SHA-256 ${signed.file_sha256}\nchain ${chainHash}`)
    return {
      summary: {
        reconciliation_id: signed.id,
        signed_by: by,
        file_sha256: signed.file_sha256,
        variance: signed.variance,
        chain_hash: chainHash,
      },
    }
  })

/** Grants or revokes a waiver. @throws Problem USAGE. */
export const doWaive = (context: Context, args: WaiveArgs): Promise<Outcome> =>
  onTrail(context, args, async (control) => {
    const now = new Date()
    if (args.until === undefined && !args.revoke) {
      throw new Problem('USAGE', { what: 'A waiver has an end.', remedy: 'Give --until YYYY-MM-DD.' })
    }
    const until = args.until === undefined ? todayOf(now) : dayFlag('until', args.until)
    if (until < todayOf(now)) {
      throw new Problem('USAGE', { what: `--until ${until} is over.`, remedy: 'Give a day to come.' })
    }
    const by = whoOf(args)
    const max = args.max === undefined ? null : amountFlag('max', args.max)
    await writeWaiver(control, {
      report: args.report,
      site_id: args.site,
      cause: args.cause,
      kind: args.revoke ? 'revoked' : 'granted',
      max_amount: max,
      reason: wordsOf('reason', args.reason),
      waived_by: by,
      until,
      created_at: now.toISOString(),
    })
    const upTo = max === null ? '' : ` up to ${max}`
    const done = args.revoke ? 'is no longer waived' : `is waived${upTo} until ${until}`
    context.printer.line(`${args.cause} of ${args.report}, site ${args.site}, ${done}.`)
    return { summary: { cause: args.cause, until, revoked: args.revoke, waived_by: by } }
  })

/** Shows the trail. @throws Problem USAGE, HOME_UNUSABLE. */
export const doTrail = (context: Context, args: PeriodArgs): Promise<Outcome> =>
  onTrail(context, args, async (control) => {
    const { printer } = context
    const trail = await trailOf(control, scopeIn(args), todayOf(new Date()))
    const broken = brokenLink(await signOffs(control))
    printer.heading('Signed')
    printer.table(
      trail.signOffs.map(({ signedAt, signedBy, role, nativeTotal, ourTotal, variance, comment }) => ({
        at: signedAt,
        by: cleanText(signedBy),
        role,
        file: nativeTotal,
        marts: ourTotal,
        variance,
        comment: cleanText(comment),
      })),
    )
    printer.heading('Waived')
    printer.table(
      trail.waivers.map(({ cause, until, isValid, maxAmount, waivedBy, reason }) => ({
        cause,
        until,
        holds: isValid ? 'yes' : 'no',
        up_to: maxAmount ?? 'any',
        by: cleanText(waivedBy),
        reason: cleanText(reason),
      })),
    )
    printer.line(`\n${signedState(trail)}`)
    return {
      summary: {
        sign_offs: trail.signOffs,
        waivers: trail.waivers,
        changed_since: trail.changedSince,
        chain: broken === undefined ? 'whole' : 'broken',
      },
      problem: problemOfTrail(trail.changedSince, broken?.seq),
    }
  })

const problemOfTrail = (changed: string | null, brokenSeq: number | undefined): Problem | undefined => {
  if (brokenSeq !== undefined) {
    return new Problem('FINDINGS', {
      what: `The chain of sign-offs is broken at its ${brokenSeq}. row: it was changed after it was signed.`,
      remedy: 'Restore the control database from a backup.',
    })
  }
  if (changed === null) return undefined
  return new Problem('DIFFERENCES', {
    what: `Changed since sign-off: ${changed}`,
    remedy: 'Look at the newest comparison and sign it again.',
  })
}
