// Which slices of a stream are to be read now: everything, what changed, windows of days, or per parent.
import { addDays, localDateOf } from '../core/time.ts'
import type { LocalDate } from '../core/time.ts'
import { sinceOf } from './cursor.ts'
import type { Cursor } from './cursor.ts'
import { isVerifyDue } from './due.ts'
import { planWindows } from './plan-windows.ts'
import type { DayWindow, ParentKeys, Site, Slice } from './slices.ts'
import type { WindowsInput } from './plan-windows.ts'
import type { DailySnapshot, EventWindow, ModifiedSince, Parent, Stream } from './stream.ts'

export interface PlanInput {
  readonly stream: Stream
  readonly site: Site
  readonly cursor: Cursor | undefined
  /** The server's clock at the start of the pass. */
  readonly now: Date
  readonly config: PlanConfig
  readonly parents: ParentKeys
  /** Days between verifying passes; unset or 0 = none. `read` makes none: its records cannot say that a row is gone. */
  readonly verifyEveryDays?: number
  /** What a second reading must confirm: days of rows that were missed, or everything of a stream without days. */
  readonly confirm?: Confirm
}

export interface Confirm {
  readonly whole: boolean
  readonly days: readonly LocalDate[]
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
      if (!isOfToday(input)) yield snapshotSlice(input, incremental)
      return
    case 'modified':
      yield modifiedSlice(input, incremental)
      return
    case 'window':
      for (const { window, cursor } of planWindows(windowsOf(input, incremental))) {
        yield { ...windowSlice(stream, input.site.siteId, incremental, window), cursor }
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
  concludes: stream.leavesOut === undefined,
})

const wholeStream = ({ stream, site: { siteId } }: PlanInput): Slice => ({
  stream,
  siteId,
  id: 'all',
  query: sent(stream, siteId),
  concludes: stream.leavesOut === undefined,
})

/**
 * The cursor is sent in UTC without a zone. Whether Mindbody reads it as UTC or on the site's clock is not documented; read
 * as the site's clock it is at most 14 hours late, which the lag of a day (see `cursorAfter`) covers.
 */
const modifiedSlice = (input: PlanInput, { param, lagHours }: ModifiedSince): Slice => {
  const { stream, site, cursor, now, verifyEveryDays = 0, confirm } = input
  const next = { kind: 'modified', since: sinceOf(now, lagHours) } as const
  const isWhole =
    cursor?.kind !== 'modified' || confirm?.whole === true || isVerifyDue(cursor, verifyEveryDays, now)
  if (isWhole) return { ...wholeStream(input), cursor: { ...next, wholeAt: now.toISOString() } }
  const since = cursor.since.slice(0, 19)
  return {
    ...sinceSlice(stream, site.siteId, param, since),
    cursor: { ...next, ...(cursor.wholeAt === undefined ? {} : { wholeAt: cursor.wholeAt }) },
  }
}

/** What was modified since a UTC time without a zone. */
export const sinceSlice = (stream: Stream, siteId: number, param: string, since: string): Slice => ({
  stream,
  siteId,
  id: `since=${since}`,
  query: [...sent(stream, siteId), [param, since]],
  concludes: false,
})

const windowsOf = (input: PlanInput, incremental: EventWindow): WindowsInput => ({
  incremental,
  cursor: input.cursor,
  now: input.now,
  zone: input.site.zone,
  startDate: input.config.start_date,
  lookbackDays: input.config.lookback_days.find(({ stream }) => stream === input.stream.name)?.days,
  verifyEveryDays: input.verifyEveryDays ?? 0,
  confirm: input.confirm?.days ?? [],
})

const dayOf = ({ now, site }: PlanInput): LocalDate => localDateOf(now, site.zone)

const isOfToday = (input: PlanInput): boolean =>
  input.cursor?.kind === 'snapshot' && input.cursor.day >= dayOf(input)

const snapshotSlice = (input: PlanInput, { param }: DailySnapshot): Slice => {
  const day = dayOf(input)
  const whole = wholeStream(input)
  return { ...whole, id: day, day, query: [...whole.query, ...askedDay(param, day)] }
}

const askedDay = (param: string | undefined, day: LocalDate): Query =>
  param === undefined ? [] : [[param, `${day}T00:00:00`]]

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
  const { span } = parent
  const window = span && daysOf(input, span)
  const { incremental } = stream
  const day = incremental.kind === 'snapshot' ? dayOf(input) : undefined
  return {
    stream,
    siteId: site.siteId,
    id: parentsId(asked),
    query: [
      ...sent(stream, site.siteId),
      ...(span && window ? bounds(span.startParam, span.endParam, window) : []),
      ...(incremental.kind === 'snapshot' ? askedDay(incremental.param, dayOf(input)) : []),
      ...asked.map((key): Query[number] => [parent.param, key]),
    ],
    ...(window === undefined ? {} : { window }),
    ...(day === undefined ? {} : { day }),
    parents: asked,
    concludes: true,
    cursor: { kind: 'parents', readAt: input.now.toISOString(), ...askedFrom(input, span) },
  }
}

/** A slice that asks for some of the parents of another. */
export const withParents = (slice: Slice, parents: readonly string[]): Slice => {
  const param = slice.stream.parent?.param
  return {
    ...slice,
    id: parentsId(parents),
    query: [
      ...slice.query.filter(([name]) => name !== param),
      ...parents.map((key): Query[number] => [param ?? '', key]),
    ],
    parents,
  }
}

const parentsId = ([first = '', ...others]: readonly string[]): string =>
  `parents=${first}${others.length > 0 ? `+${others.length}` : ''}`

/** The first day parents were asked for: an earlier start date asks all of them again. */
const askedFrom = ({ cursor, config }: PlanInput, span: Parent['span']): { readonly from?: LocalDate } => {
  if (span?.from !== 'start_date') return {}
  const before = cursor?.kind === 'parents' ? cursor.from : undefined
  return { from: before !== undefined && before < config.start_date ? before : config.start_date }
}

const daysOf = ({ now, site, config }: PlanInput, span: NonNullable<Parent['span']>): DayWindow => ({
  from: span.from === 'ever' ? ever : config.start_date,
  to: addDays(localDateOf(now, site.zone), span.lookaheadDays),
})

/** What a stream sends with every call. */
export const sent = (stream: Stream, siteId: number): Query =>
  Object.entries(stream.send).map(([name, value]) => [name, value.replace('{site_id}', String(siteId))])

/** The site's wall clock, without a zone. Both bounds always: a bound left out means "today" at most endpoints. */
export const bounds = (startParam: string, endParam: string, { from, to }: DayWindow): Query => [
  [startParam, `${from}T00:00:00`],
  [endParam, `${to}T23:59:59`],
]
