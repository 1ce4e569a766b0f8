// The line of gaps: found by counting, marked as a span to pull, and off the list once all of it was pulled.
import { markGapPulled, openGaps } from '../control/webhook-metrics.ts'
import type { OpenGap } from '../control/webhook-metrics.ts'
import type { Config } from '../core/config.ts'
import { toProblem } from '../core/errors.ts'
import type { Problem } from '../core/errors.ts'
import { countDirty } from '../lakehouse/dirty-marks.ts'
import { markSpan } from '../lakehouse/dirty-span.ts'
import type { Warehouse } from '../lakehouse/warehouse.ts'
import type { Stream } from '../source/stream.ts'
import { eventTypes } from '../webhooks/event-types.ts'
import { watchGaps } from '../webhooks/gap-watch.ts'
import type { Context } from './session.ts'
import { deskFor } from './webhooks-desk.ts'
import type { Work } from './work.ts'

export interface Gaps {
  readonly found: number
  readonly pulled: number
  /** Still to be pulled, all of it or a part. */
  readonly open: number
  /** Ids of the gaps that are marked for the pull of this run: another process may note one meanwhile. */
  readonly marked: readonly string[]
  /** WEBHOOK_GAP while Mindbody delivers nothing. */
  readonly problem: Problem | undefined
}

export const noGaps: Gaps = { found: 0, pulled: 0, open: 0, marked: [], problem: undefined }

/** A run is not to wait minutes for counters: the next one looks again. */
const watchLimits = { tries: 2, totalMs: 20_000 }

/** What no event tells of misses nothing when events do. */
const toldOf = new Set(Object.values(eventTypes).flatMap(({ rules }) => rules.map(({ stream }) => stream)))

const markOf = ({ id }: OpenGap): string => `gap:${id}`

/**
 * Looks for gaps, at most hourly, and marks what may have changed in them for the pull that follows. That Mindbody's counters
 * cannot be had is told and stops nothing.
 * @param streams those that were read before: what no sync has read yet has no gap
 */
export const gapsLine = async (
  context: Context,
  config: Config,
  work: Work,
  warehouse: Warehouse,
  streams: readonly Stream[],
): Promise<Gaps> => {
  const { control, signal } = work
  const { site_ids: siteIds } = config
  const { found, problem, now } = await watched(context, config, work)
  const open = await openGaps(control)
  const told = streams.filter(({ name }) => toldOf.has(name))
  for (const gap of open) {
    // What a run before this has marked and not pulled is still marked; marking it again would read the pulled part again.
    if ((await countDirty(warehouse, siteIds, markOf(gap))) > 0) continue
    signal.throwIfAborted()
    const { from, to } = gap
    await markSpan(warehouse, { messageId: markOf(gap), from, to, siteIds, streams: told, now })
  }
  return { found, pulled: 0, open: open.length, marked: open.map(({ id }) => id), problem }
}

const watched = async (
  { log, ...context }: Context,
  config: Config,
  work: Work,
): Promise<Pick<Gaps, 'found' | 'problem'> & { readonly now: Date }> => {
  const desk = deskFor({ log, ...context }, config, { ...work, limits: watchLimits })
  await using _push = desk.push
  try {
    const { found, problem } = await watchGaps(desk)
    return { found: found.length, problem, now: desk.now() }
  } catch (error) {
    work.signal.throwIfAborted()
    const { code, message } = toProblem(error)
    log.warn({ code }, `Mindbody's counters of webhooks could not be looked at: ${message}`)
    return { found: 0, problem: undefined, now: desk.now() }
  }
}

/** After the pull: gaps that were marked for it, and of which nothing is left marked, are covered. */
export const settleGaps = async (
  { control }: Pick<Work, 'control'>,
  { site_ids: siteIds }: Pick<Config, 'site_ids'>,
  warehouse: Warehouse,
  gaps: Gaps,
): Promise<Gaps> => {
  if (gaps.open === 0) return gaps
  let pulled = 0
  let open = 0
  for (const gap of await openGaps(control)) {
    if (!gaps.marked.includes(gap.id) || (await countDirty(warehouse, siteIds, markOf(gap))) > 0) {
      open += 1
      continue
    }
    await markGapPulled(control, gap.id, new Date())
    pulled += 1
  }
  return { ...gaps, pulled, open }
}

/** For `--json`. */
export const gapsSummary = ({ found, pulled, open }: Gaps): Record<string, unknown> => ({
  found,
  pulled,
  open,
})

/** A line where there is something to tell. */
export const tellGaps = ({ printer }: Pick<Context, 'printer'>, { found, pulled, open }: Gaps): void => {
  if (found + pulled + open === 0) return
  printer.line(`Gaps in the events: ${found} found, ${pulled} pulled, ${open} left for the next run`)
}
