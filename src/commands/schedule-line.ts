// The line of the parallel runs: files compared, boards drawn, certificates written, and what that amounts to.
import { basename } from 'node:path'
import { daysOf } from '../control/schedules.ts'
import type { ReconcileSchedulesTable } from '../control/schema.ts'
import { Problem, toProblem } from '../core/errors.ts'
import { cleanText } from '../finance/cells.ts'
import { writeBoard } from '../reconcile/board-page.ts'
import { boardOf } from '../reconcile/board.ts'
import type { Board } from '../reconcile/board.ts'
import { certify } from '../reconcile/certificate.ts'
import type { KeptCertificate } from '../reconcile/certificate.ts'
import { workOff } from '../reconcile/due.ts'
import type { DueInput, DueResult } from '../reconcile/due.ts'
import { profileFor } from '../reconcile/profile-for.ts'
import { readThrough } from '../reconcile/read-through.ts'
import { unwaived } from '../reconcile/trail.ts'
import { worstOf } from './build-line.ts'
import type { Context, Outcome } from './session.ts'
import { summaryOf } from './tell-reconciliation.ts'

export interface LookedAt extends Board {
  readonly html: string
  readonly certificate: KeptCertificate | null
}

/** The board of a parallel run as it stands, written as a page, with the certificate once the rule is fulfilled. */
export const lookAtBoard = async (input: DueInput, schedule: ReconcileSchedulesTable): Promise<LookedAt> => {
  const { profile } = await profileFor(input.home, schedule.report)
  const of = { mart: profile.twin.mart, siteId: schedule.site_id, now: input.now }
  const { today } = await readThrough(input.marts, of)
  const board = boardOf(schedule, await daysOf(input.control, schedule), today)
  const certificate = await certify(input, schedule, board)
  const html = await writeBoard(input.home, board, certificate !== undefined)
  return { ...board, html, certificate: certificate ?? null }
}

/** A parallel run that could not be worked off or shown, and why. */
export interface RefusedRun {
  readonly report: string
  readonly siteId: number
  readonly problem: Problem
}

/** What came of all parallel runs of a home. */
export interface AllDue extends DueResult {
  readonly boards: readonly LookedAt[]
  readonly refused: readonly RefusedRun[]
}

/** Works off every parallel run; one that cannot be, as its folder is gone or its site unknown, does not stop the others. */
export const workOffAll = async (
  input: DueInput,
  schedules: readonly ReconcileSchedulesTable[],
): Promise<AllDue> => {
  const compared: DueResult['compared'][number][] = []
  const left: DueResult['left'][number][] = []
  const boards: LookedAt[] = []
  const refused: RefusedRun[] = []
  for (const schedule of schedules) {
    try {
      const result = await workOff(input, schedule)
      compared.push(...result.compared)
      left.push(...result.left)
      boards.push(await lookAtBoard(input, schedule))
    } catch (error) {
      if (input.signal?.aborted === true) throw error
      const problem = toProblem(error)
      // A bug of ours is reported with the log, as where it ends a verb.
      if (problem.code === 'INTERNAL' && error instanceof Error)
        input.log.error({ stack: error.stack }, problem.message)
      refused.push({ report: schedule.report, siteId: schedule.site_id, problem })
    }
  }
  return { compared, left, boards, refused }
}

export const tellBoard = ({ printer }: Context, board: LookedAt): void => {
  printer.heading(`${board.report}, site ${board.siteId}: ${board.streak} of ${board.passDays} days in a row`)
  printer.table(
    board.days
      .filter(({ state }) => state !== 'ahead')
      .map(({ day, state, variance, openAmount, classedAmount, causes, superseded }) => ({
        day,
        state,
        variance: variance ?? '',
        open: state === 'missing' ? '' : openAmount,
        named: state === 'missing' ? '' : classedAmount,
        causes: causes.map(({ cause, count }) => `${cause} ${count}`).join(', '),
        earlier: superseded === 0 ? '' : `${superseded} file${superseded === 1 ? '' : 's'}`,
      })),
  )
  printer.line(board.html)
  if (board.certificate !== null) printer.line('The rule is fulfilled: `reconcile certificate` shows it.')
}

/** Tells what was compared and left; a difference nobody waived and a file that cannot be compared need a person. */
export const tellDue = (context: Context, due: AllDue): Outcome => {
  const { printer } = context
  const { compared, left, boards, refused } = due
  printer.heading(`Parallel runs: ${compared.length} files compared`)
  printer.table(
    compared.map(({ day, found }) => ({
      report: found.report,
      site: String(found.site_id),
      day,
      verdict: found.verdict,
      variance: found.variance,
      explained: `${found.explained_percent} %`,
      file: basename(found.file),
    })),
  )
  for (const { file, why } of left) printer.line(cleanText(`${file}: ${why}`))
  for (const { report, siteId, problem } of refused)
    printer.line(`${report}, site ${siteId}: ${problem.message} ${problem.remedy}`)
  for (const board of boards) tellBoard(context, board)
  const reconciliations = compared.map(({ day, ...kept }) => ({ day, ...summaryOf(kept) }))
  const refusals = refused.map(({ report, siteId, problem: { code, message, remedy } }) => ({
    report,
    site_id: siteId,
    error: { code, message, remedy },
  }))
  return {
    summary: { reconciliations, left, refused: refusals, boards },
    problem: worstOf(...refused.map(({ problem }) => problem), problemOfDue(due)),
  }
}

const problemOfDue = ({ compared, left }: DueResult): Problem | undefined => {
  const open = compared.filter(({ found, trail }) => unwaived(found.differences, trail).length > 0)
  const unread = left.filter(({ isWaiting }) => !isWaiting)
  if (open.length === 0 && unread.length === 0) return undefined
  const days = open.map(({ day, found }) => `${found.report} of ${day} (${found.variance})`).join(', ')
  return new Problem('DIFFERENCES', {
    what: [
      open.length === 0 ? '' : `Reports differ from the marts: ${days}.`,
      unread.length === 0
        ? ''
        : `${unread.length} file${unread.length === 1 ? '' : 's'} could not be compared.`,
    ]
      .filter(Boolean)
      .join(' '),
    remedy: 'Open the board (`reconcile board`) and look at each.',
  })
}
