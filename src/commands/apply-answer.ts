// What a run of `webhooks apply` says of its own end in `--json`, and what `serve` takes from it.
import type { DirtyPull } from '../lakehouse/dirty-pulling.ts'
import type { ApplyEnd } from '../webhooks/applier.ts'
import type { BuildResult } from './build-line.ts'

/** Each is said by itself: of several problems only one becomes the `error`, and a dead letter may hide what was lost. */
export interface ApplyFlags {
  /** Only another run may settle all of it. */
  readonly again: boolean
  /** What events told of was not read, though there were calls: the next run reads it. */
  readonly lost: boolean
  /** What events told of is not in the published marts, and would not be with another run: for want of calls, or by failed tests. */
  readonly waits: boolean
}

/** Rows that did not come are looked for by their day before they count as gone, and only another run may do that. */
const needsAnother = ({ gone, left, problem }: DirtyPull): boolean =>
  gone.length > 0 && left > 0 && problem === undefined

/** @param built undefined where nothing was out of date */
export const applyFlags = (
  pulls: readonly DirtyPull[],
  built: Pick<BuildResult, 'publication'> | undefined,
): ApplyFlags => ({
  again: pulls.some(needsAnother),
  lost: pulls.some(({ problem }) => problem !== undefined && problem.code !== 'BUDGET_SPENT'),
  waits: pulls.some(({ waiting }) => waiting > 0) || (built !== undefined && built.publication === undefined),
})

/** What `serve` reads of it. */
export interface ApplyAnswer extends Partial<ApplyFlags> {
  /** There once the inbox was drained and the run came to its end. */
  readonly events?: object
  readonly published?: string | null
  readonly models?: number
  readonly calls_used?: number
  readonly error?: { readonly code: string; readonly message: string }
}

export const answerIn = (stdout: string): ApplyAnswer => {
  try {
    return JSON.parse(stdout) as ApplyAnswer
  } catch {
    // Killed before it could say anything: the exit code is all there is.
    return {}
  }
}

/**
 * How the run ended. Dead letters and findings are for a person, and their marts are published: `done`. What was lost is tried
 * again whatever else there is, for it may come the next time.
 */
export const endOf = ({ events, lost, again, waits }: ApplyAnswer): ApplyEnd => {
  if (events === undefined || lost === true) return 'failed'
  if (again === true) return 'again'
  return waits === true ? 'waits' : 'done'
}
