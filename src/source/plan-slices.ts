// Which slices of a stream are to be read now: everything, what changed, windows of days, or per parent.
import { addDays, localDateOf } from '../core/time.ts'
import type { LocalDate } from '../core/time.ts'
import type { Cursor } from './cursor.ts'
import type { DayWindow, ParentKeys, Site, Slice } from './slices.ts'
import type { EventWindow, ModifiedSince, Parent, Stream } from './stream.ts'

export interface PlanInput {
  readonly stream: Stream
  readonly site: Site
  readonly cursor: Cursor | undefined
  /** The server's clock at the start of the pass. */
  readonly now: Date
  readonly config: PlanConfig
  readonly parents: ParentKeys
}

/** The part of the configuration that planning needs. */
export interface PlanConfig {
  readonly start_date: LocalDate
  readonly lookback_days: readonly { readonly stream: string; readonly days: number }[]
}

type Query = Slice['query'][number][]

/** Long before any business was on Mindbody. */
const ever: LocalDate = '2000-01-01'

/** Plans the slices of one pass over a stream of a site, in the order in which cursors may move over them. */
export const planSlices = async function* (input: PlanInput): AsyncGenerator<Slice> {
  const { stream } = input
  if (stream.parent !== undefined) {
    yield* parentSlices(input, stream.parent)
    return
  }
  const { incremental } = stream
  switch (incremental.kind) {
    case 'full':
      yield wholeStream(input)
      return
    case 'snapshot':
      yield wholeStream(input)
      return
    case 'modified':
      yield modifiedSlice(input, incremental)
      return
    case 'window':
      for (const window of closedWindows(daysDue(input, incremental), incremental.stepDays)) {
        yield windowSlice(stream, input.site.siteId, incremental, window)
      }
  }
}

/** One closed window as a slice; also what a backfill reads. */
export const windowSlice = (
  stream: Stream,
  siteId: number,
  { startParam, endParam }: Pick<EventWindow, 'startParam' | 'endParam'>,
  window: DayWindow,
): Slice => ({
  stream,
  siteId,
  id: `${window.from}..${window.to}`,
  query: [...sent(stream, siteId), ...bounds(startParam, endParam, window)],
  window,
  concludes: true,
})

/** Cuts a span of days into windows of at most `stepDays`, oldest first. */
export const closedWindows = function* ({ from, to }: DayWindow, stepDays: number): Generator<DayWindow> {
  for (let first = from; first <= to; first = addDays(first, stepDays)) {
    const last = addDays(first, stepDays - 1)
    yield { from: first, to: last < to ? last : to }
  }
}

const wholeStream = ({ stream, site: { siteId } }: PlanInput): Slice => ({
  stream,
  siteId,
  id: 'all',
  query: sent(stream, siteId),
  concludes: true,
})

/**
 * The cursor is sent in UTC without a zone. Whether Mindbody reads it as UTC or on the site's clock is not documented; read
 * as the site's clock it is at most 14 hours late, which the lag of a day (see `cursorAfter`) covers.
 */
const modifiedSlice = (input: PlanInput, { param }: ModifiedSince): Slice => {
  const { stream, site, cursor } = input
  if (cursor?.kind !== 'modified') return wholeStream(input)
  const since = cursor.since.slice(0, 19)
  return {
    stream,
    siteId: site.siteId,
    id: `since=${since}`,
    query: [...sent(stream, site.siteId), [param, since]],
    concludes: false,
  }
}

const daysDue = ({ stream, site, cursor, now, config }: PlanInput, incremental: EventWindow): DayWindow => {
  const lookbackDays =
    config.lookback_days.find((entry) => entry.stream === stream.name)?.days ?? incremental.lookbackDays
  const start = config.start_date
  const again = cursor?.kind === 'window' ? addDays(cursor.until, 1 - lookbackDays) : start
  return {
    from: again > start ? again : start,
    to: addDays(localDateOf(now, site.zone), incremental.lookaheadDays),
  }
}

const parentSlices = async function* (input: PlanInput, parent: Parent): AsyncGenerator<Slice> {
  const { stream, site, parents } = input
  let batch: string[] = []
  for await (const key of parents.due(stream, site.siteId)) {
    batch.push(key)
    if (batch.length < parent.batch) continue
    yield parentSlice(input, parent, batch)
    batch = []
  }
  if (batch.length > 0) yield parentSlice(input, parent, batch)
}

const parentSlice = (input: PlanInput, parent: Parent, keys: readonly string[]): Slice => {
  const { stream, site } = input
  const asked = [...keys].sort()
  const rest = asked.length > 1 ? `+${asked.length - 1}` : ''
  const { span } = parent
  const window = span && daysOf(input, span)
  return {
    stream,
    siteId: site.siteId,
    id: `parents=${asked[0] ?? ''}${rest}`,
    query: [
      ...sent(stream, site.siteId),
      ...(span && window ? bounds(span.startParam, span.endParam, window) : []),
      ...asked.map((key): Query[number] => [parent.param, key]),
    ],
    ...(window === undefined ? {} : { window }),
    parents: asked,
    concludes: true,
  }
}

const daysOf = ({ now, site, config }: PlanInput, span: NonNullable<Parent['span']>): DayWindow => ({
  from: span.from === 'ever' ? ever : config.start_date,
  to: addDays(localDateOf(now, site.zone), span.lookaheadDays),
})

const sent = (stream: Stream, siteId: number): Query =>
  Object.entries(stream.send).map(([name, value]) => [name, value.replace('{site_id}', String(siteId))])

/** The site's wall clock, without a zone. Both bounds always: a bound left out means "today" at most endpoints. */
const bounds = (startParam: string, endParam: string, { from, to }: DayWindow): Query => [
  [startParam, `${from}T00:00:00`],
  [endParam, `${to}T23:59:59`],
]
