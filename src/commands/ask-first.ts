// Asking before spending: on a terminal, a run above a number of calls is shown as a plan and begun only on a yes.
import type { Cli } from './cli-type.ts'
import { planLine } from './plan-line.ts'
import { tellPlan } from './plan.ts'
import type { Context } from './session.ts'
import type { SyncRequest } from './sync-line.ts'
import type { Work } from './work.ts'

export interface Asked {
  /** True when nobody is there to ask, the run is small, or the answer is yes. */
  readonly maySpend: boolean
  /** Calls made to know what to ask. */
  readonly probes: number
}

/** Asks a person, where there is one and the run is large. */
export const askFirst = async (
  context: Context,
  cli: Cli,
  work: Work,
  request: SyncRequest,
  askAbove: number | undefined,
): Promise<Asked> => {
  const { printer, terminal } = context
  const { ask } = terminal
  // A limit of pages is already the careful way.
  const isSmall = request.limitPages !== undefined || (request.maxCalls ?? Infinity) <= (askAbove ?? 0)
  if (ask === undefined || askAbove === undefined || printer.json || isSmall) {
    return { maySpend: true, probes: 0 }
  }
  const plan = await planLine(context, cli, work, {
    config: request.config,
    streams: request.streams,
    fullRefresh: request.fullRefresh ?? false,
    probes: 'few',
  })
  const { probes } = plan
  if (plan.calls <= askAbove) return { maySpend: true, probes }
  tellPlan(printer, plan)
  const answer = await ask('Begin? [y/N] ')
  return { maySpend: /^y(es)?$/i.test(answer.trim()), probes }
}
