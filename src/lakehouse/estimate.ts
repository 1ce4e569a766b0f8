// The estimate: how many calls a run would take, pass by pass, from the plan the run itself would make.
import { daysBetween } from '../core/time.ts'
import { planSlices, windowSlice } from '../source/plan-slices.ts'
import type { Site, Slice } from '../source/slices.ts'
import type { Stream } from '../source/stream.ts'
import { depthOf, verifyDaysOf } from './depth.ts'
import { estimateDirty } from './estimate-dirty.ts'
import { createCallCount } from './estimate-calls.ts'
import type { EstimateContext, Expected, PassEstimate, Place } from './estimate-context.ts'
import { estimateParents } from './estimate-parents.ts'
import type { Prober } from './estimate-probe.ts'
import { knownRows } from './estimate-rows.ts'
import { isFresh, standingOf } from './standing.ts'

export interface StreamEstimate {
  readonly stream: string
  readonly siteId: number
  readonly calls: number
  readonly why: string
  readonly known: boolean
}

export interface EstimateInput extends Omit<EstimateContext, 'callsFor' | 'expected'> {
  readonly sites: readonly Site[]
}

/**
 * Estimates a run over streams (parents before their children) and sites. What was read before is counted in the warehouse;
 * what was not is probed, where a prober is given and probing costs less than the reading, and else guessed.
 * @throws Problem CREDENTIALS_REFUSED when probing meets it.
 */
export const estimateRun = async (input: EstimateInput): Promise<readonly StreamEstimate[]> => {
  const context: EstimateContext = {
    ...input,
    callsFor: createCallCount(input.config.page_size),
    expected: new Map(),
  }
  const estimates: StreamEstimate[] = []
  for (const stream of input.streams) {
    for (const site of input.sites) {
      const { calls, why, known = true } = await estimatePass(context, { stream, site })
      estimates.push({ stream: stream.name, siteId: site.siteId, calls, why, known })
    }
  }
  return [...(await estimateDirty(input.warehouse, input.streams, input.sites)), ...estimates]
}

/** Estimates reading some slices of a stream, as if for the first time: a backfill. */
export const estimateSlices = (
  input: EstimateInput,
  place: Place,
  slices: readonly Slice[],
): Promise<PassEstimate> =>
  firstReading(
    { ...input, callsFor: createCallCount(input.config.page_size), expected: new Map() },
    place,
    slices,
  )

const estimatePass = async (context: EstimateContext, place: Place): Promise<PassEstimate> => {
  const { warehouse, config, now, fullRefresh } = context
  const { stream, site } = place
  const freshness = { now, startDate: config.start_date }
  if (!fullRefresh && (await isFresh(warehouse, stream, site.siteId, freshness))) {
    return { calls: 0, rows: 0, why: `fresh: read less than ${stream.freshHours} hours ago` }
  }
  if (stream.parent !== undefined) return estimateParents(context, place, stream.parent)
  const slices = await plannedSlices(context, place)
  if (slices.length === 0) return { calls: 0, rows: 0, why: 'read today already' }
  if (!stream.paged) return { calls: slices.length, rows: 0, why: 'one answer holds all' }
  const cursor = fullRefresh ? undefined : (await standingOf(warehouse, stream, site.siteId))?.cursor
  if (cursor !== undefined) {
    const rows = await knownRows(warehouse, slices, cursor, now)
    return sumUp(context, slices, rows, 'counted in the warehouse')
  }
  return firstReading(context, place, slices)
}

const plannedSlices = async (
  context: EstimateContext,
  { stream, site }: Place,
): Promise<readonly Slice[]> => {
  const { warehouse, config, now, fullRefresh } = context
  const cursor = fullRefresh ? undefined : await warehouse.cursorOf(stream, site.siteId)
  const slices: Slice[] = []
  const planned = planSlices({
    stream,
    site,
    cursor,
    now,
    config,
    parents: nobody,
    ...(await depthOf({
      warehouse,
      stream,
      siteId: site.siteId,
      verifyEveryDays: verifyDaysOf(config, stream),
      callsLeft: context.callsLeft.get(site.siteId),
    })),
  })
  for await (const slice of planned) slices.push(slice)
  return slices
}

/** Streams per parent are planned by their parents, not here. */
const nobody = {
  async *due(): AsyncGenerator<string> {
    // Nobody is due.
  },
}

/** A stream that was never read, or is read anew: probed where it is long or others hang on it. */
const firstReading = async (
  context: EstimateContext,
  { stream, site }: Place,
  slices: readonly Slice[],
): Promise<PassEstimate> => {
  const { streams, warehouse } = context
  const isParent = streams.some(({ parent }) => parent?.stream === stream.name)
  const held = await warehouse.rowCount(stream, site.siteId)
  const expected = await expectedRows(context, stream, slices, isParent)
  if (expected !== undefined) {
    context.expected.set(`${stream.name} ${site.siteId}`, expected)
    return sumUp(context, slices, spread(slices, expected.rows), 'TotalResults of a probe')
  }
  const rows = held > 0 ? held : slices.length
  return sumUp(
    context,
    slices,
    spread(slices, rows),
    held > 0 ? 'counted in the warehouse' : 'guessed: a page each',
  )
}

/** One page is cheaper read than probed: lists of settings are guessed to fit one. */
const expectedRows = async (
  { prober, config }: EstimateContext,
  stream: Stream,
  slices: readonly Slice[],
  isParent: boolean,
): Promise<Expected | undefined> => {
  const [first] = slices
  if (prober === undefined || first === undefined) return undefined
  if (!isParent && !isLong(stream, prober)) return undefined
  const whole = wholeSlice(stream, slices) ?? first
  const limit = isParent ? config.page_size : 1
  const head = await prober.ask(whole, { limit, offset: 0 })
  if (head === undefined) return undefined
  if (!isParent || !prober.isThorough || head.total <= head.rows.length) {
    return { rows: head.total, head: head.rows, tail: [], tailShare: 0 }
  }
  const tail = await prober.ask(whole, { limit, offset: head.total - limit })
  return { rows: head.total, head: head.rows, tail: tail?.rows ?? [], tailShare: tailShareOf(stream, slices) }
}

/** Streams that grow with the business; series (one row for the whole window) are many only now and then. */
const isLong = ({ incremental }: Stream, { isThorough }: Prober): boolean =>
  incremental.kind === 'modified' ||
  (incremental.kind === 'window' && (isThorough || incremental.field !== undefined))

/** Windows side by side as one: the probe asks for their sum. */
const wholeSlice = (stream: Stream, slices: readonly Slice[]): Slice | undefined => {
  const { incremental } = stream
  const days = slices.flatMap(({ window }) => window ?? [])
  const [first] = slices
  if (incremental.kind !== 'window' || first === undefined || days.length < 2) return undefined
  const from = days.map((day) => day.from).reduce((one, other) => (one < other ? one : other))
  const to = days.map((day) => day.to).reduce((one, other) => (one > other ? one : other))
  return windowSlice(stream, first.siteId, incremental, { from, to })
}

/** Days ahead differ from days past (a class to come has few bookings): the last rows stand for them. */
const tailShareOf = ({ incremental }: Stream, slices: readonly Slice[]): number => {
  if (incremental.kind !== 'window') return 0.5
  const days = slices.reduce(
    (sum, { window }) => sum + (window ? daysBetween(window.from, window.to) + 1 : 0),
    0,
  )
  return days === 0 ? 0.5 : Math.min(1, incremental.lookaheadDays / days)
}

/** Rows over slices by their days. */
const spread = (slices: readonly Slice[], rows: number): readonly number[] => {
  const days = slices.map(({ window }) =>
    window === undefined ? 1 : daysBetween(window.from, window.to) + 1,
  )
  const all = days.reduce((sum, some) => sum + some, 0)
  return days.map((some) => (rows * some) / all)
}

const sumUp = async (
  { callsFor }: EstimateContext,
  slices: readonly Slice[],
  rows: readonly number[],
  basis: string,
): Promise<PassEstimate> => {
  let calls = 0
  let all = 0
  for (const [index, slice] of slices.entries()) {
    calls += await callsFor(slice, rows[index] ?? 0)
    all += rows[index] ?? 0
  }
  const windows = slices.length === 1 ? '' : ` in ${slices.length} windows`
  return { calls, rows: all, why: `${Math.round(all).toLocaleString('en-US')} rows${windows}, ${basis}` }
}
