// How many calls a per-parent stream will take: the parents that are due now, and those that will have changed by then.
import { parentValues } from '../source/parent-field.ts'
import { planSlices } from '../source/plan-slices.ts'
import type { Row } from '../source/records.ts'
import type { Slice } from '../source/slices.ts'
import type { Parent } from '../source/stream.ts'
import type { EstimateContext, Expected, PassEstimate, Place } from './estimate-context.ts'
import { changedBefore } from './estimate-changed.ts'
import { planParents } from './parents-due.ts'
import { standingOf } from './standing.ts'

/** Estimates a pass over the parents of a stream. */
export const estimateParents = async (
  context: EstimateContext,
  place: Place,
  parent: Parent,
): Promise<PassEstimate> => {
  const { stream, site } = place
  const parents = await parentsToAsk(context, place, parent)
  if (parents.present === 0 && (await isUncounted(context, place, parent))) {
    return { calls: 0, rows: 0, why: `nobody has counted ${parent.stream} yet`, known: false }
  }
  const calls = Math.ceil(parents.count / parent.batch)
  const each = calls === 0 ? 0 : await callsPerBatch(context, place, parent, parents)
  const wanted = Math.round(calls * each)
  const left = context.callsLeft.get(site.siteId)
  const most = left === undefined ? Infinity : Math.floor(left * (parent.share ?? 1))
  const batch = parent.batch === 1 ? '' : `, ${parent.batch} a call`
  const why = `${words(parents.count)} of ${words(parents.present)} ${parent.stream}${batch}`
  if (wanted <= most) return { calls: wanted, rows: 0, why }
  return { calls: most, rows: 0, why: `${why}; ${stream.name} may spend ${words(most)} of today's calls` }
}

interface ParentsToAsk {
  readonly count: number
  readonly present: number
  /** Some of them, to be asked by way of trial. */
  readonly sample: readonly string[]
}

const parentsToAsk = async (
  context: EstimateContext,
  { stream, site }: Place,
  parent: Parent,
): Promise<ParentsToAsk> => {
  const { warehouse, now, fullRefresh } = context
  const { siteId, zone } = site
  const plan = await planParents(warehouse, stream, siteId, {
    now: () => now,
    zoneOf: () => zone,
    all: fullRefresh,
  })
  const expected = context.expected.get(`${parent.stream} ${siteId}`)
  if (plan.present === 0) return expected === undefined ? noParents : newParents(expected, parent)
  const due = new Set(plan.keys)
  const askedAt = (await standingOf(warehouse, stream, siteId))?.completeAt
  if (parent.due === 'changed' && askedAt !== undefined && askedAt < now) {
    const changed = await changedBefore({
      warehouse,
      stream,
      siteId,
      zone,
      askedAt,
      now,
      read: context.streams,
    })
    for (const key of changed) due.add(key)
  }
  return { count: Math.min(due.size, plan.present), present: plan.present, sample: [...due] }
}

/** Parents that this run reads for the first time, and that no probe has counted. */
const isUncounted = async (
  { streams, expected, warehouse }: EstimateContext,
  { site }: Place,
  parent: Parent,
): Promise<boolean> => {
  const stream = streams.find(({ name }) => name === parent.stream)
  if (stream === undefined || expected.has(`${parent.stream} ${site.siteId}`)) return false
  return (await warehouse.cursorOf(stream, site.siteId)) === undefined
}

const noParents: ParentsToAsk = { count: 0, present: 0, sample: [] }

/** Parents that this run will read for the first time: all of them, except those that say they have nothing. */
const newParents = ({ rows, head, tail, tailShare }: Expected, parent: Parent): ParentsToAsk => {
  const perRow = (sample: readonly Row[]): number => {
    if (sample.length === 0) return parent.positive === undefined ? 1 : 0.5
    const worth = sample.filter((row) => isWorthAsking(row, parent))
    return worth.flatMap((row) => parentValues(row, parent.field)).length / sample.length
  }
  const share = perRow(head) * (1 - tailShare) + perRow(tail.length === 0 ? head : tail) * tailShare
  const count = Math.round(rows * share)
  const sample = [...head, ...tail]
    .filter((row) => isWorthAsking(row, parent))
    .flatMap((row) => parentValues(row, parent.field))
  return { count, present: Math.round(rows), sample }
}

const isWorthAsking = (row: Row, { positive }: Parent): boolean => {
  const value = positive === undefined ? null : row[positive]
  return value === null || value === undefined || Number(value) > 0
}

/** Batches asked by way of trial: clients differ, so one batch says little. */
const trials = 3

/** A batch of parents may answer more rows than a page holds. */
const callsPerBatch = async (
  context: EstimateContext,
  place: Place,
  parent: Parent,
  { present, sample }: ParentsToAsk,
): Promise<number> => {
  const { stream, site } = place
  if (!stream.paged) return 1
  const { warehouse, prober, callsFor } = context
  const slices = await slicesOf(context, place, parent, sample)
  const [slice] = slices
  if (slice === undefined) return 1
  const held = await warehouse.rowCount(stream, site.siteId)
  if (held > 0 && present > 0) return meanCalls(callsFor, slice, (held / present) * parent.batch)
  if (parent.batch === 1 || prober?.isThorough !== true) return meanCalls(callsFor, slice, parent.batch)
  let rows = 0
  let asked = 0
  for (const trial of slices) {
    const probed = await prober.ask(trial, { limit: 1, offset: 0 })
    if (probed === undefined) continue
    rows += probed.total
    asked += trial.parents?.length ?? 0
  }
  return meanCalls(callsFor, slice, (asked === 0 ? 1 : rows / asked) * parent.batch)
}

/** Batches differ: one may need a second page where the average does not. */
const spreadOfBatches = [0.6, 0.8, 1, 1.2, 1.4]

const meanCalls = async (
  callsFor: EstimateContext['callsFor'],
  slice: Slice,
  rows: number,
): Promise<number> => {
  let calls = 0
  for (const factor of spreadOfBatches) calls += await callsFor(slice, rows * factor)
  return calls / spreadOfBatches.length
}

/** A few slices as a run would read them, of parents from all over the list: a studio's first clients are not like its last. */
const slicesOf = async (
  { config, now }: EstimateContext,
  { stream, site }: Place,
  parent: Parent,
  sample: readonly string[],
): Promise<readonly Slice[]> => {
  const known = [...new Set(sample)]
  const count = Math.min(known.length, parent.batch * trials)
  const asked = Array.from(
    { length: count },
    (_, nth) => known[Math.floor((nth * known.length) / count)] ?? '',
  )
  const parents = {
    async *due(): AsyncGenerator<string> {
      yield* asked
    },
  }
  const slices: Slice[] = []
  const planned = planSlices({ stream, site, cursor: undefined, now, config, parents })
  for await (const slice of planned) slices.push(slice)
  return slices
}

const words = (count: number): string => Math.round(count).toLocaleString('en-US')
