// Asking before spending: on a terminal, a run above a number of calls is shown as a plan and begun only on a yes.
import type { Cli } from './cli-type.ts'
import { planLine } from './plan-line.ts'
import { tellPlan } from './plan.ts'
import type { Context } from './session.ts'
import type { SyncRequest } from './sync-line.ts'
import type { Work } from './work.ts'

/** True when nobody is there to ask, the run is small, or the answer is yes. */
export const maySpend = async (
  context: Context,
  cli: Cli,
  work: Work,
  request: SyncRequest,
  askAbove: number | undefined,
): Promise<boolean> => {
  const { printer, terminal } = context
  const { ask } = terminal
  // A limit of pages is already the careful way.
  if (ask === undefined || askAbove === undefined || printer.json || request.limitPages !== undefined)
    return true
  if ((request.maxCalls ?? Infinity) <= askAbove) return true
  const plan = await planLine(context, cli, work, {
    config: request.config,
    streams: request.streams,
    fullRefresh: request.fullRefresh ?? false,
    probes: 'few',
  })
  if (plan.calls <= askAbove) return true
  tellPlan(printer, plan)
  const answer = await ask('Begin? [y/N] ')
  return /^y(es)?$/i.test(answer.trim())
}
