// Which streams `read` has to go through, in which order, and from where.
import type { Log } from '../core/log.ts'
import { addDays, localDateOf } from '../core/time.ts'
import { isIncremental } from './catalog.ts'
import type { SelectedStream } from './configured.ts'
import type { Cursor } from './cursor.ts'
import type { Row } from './records.ts'
import type { SiteCursors } from './states.ts'
import type { Stream } from './stream.ts'

/** A stream to go through; `selected` is undefined when it is only read for its children, or for the zones. */
export interface PlannedStream {
  readonly stream: Stream
  readonly selected: SelectedStream | undefined
  /** Streams in this read that take their parents from this one. */
  readonly children: readonly PlannedStream[]
}

/**
 * The streams selected and the parents they need, parents first (the order of `streams`). With `needsSites` the sites come
 * too: windows of days need a zone.
 */
export const planStreams = (
  selected: readonly SelectedStream[],
  streams: readonly Stream[],
  needsSites: boolean,
): readonly PlannedStream[] => {
  const needed = new Set(selected.map(({ stream }) => stream.name))
  if (needsSites) needed.add('sites')
  for (const { name, parent } of [...streams].reverse()) {
    if (parent !== undefined && needed.has(name)) needed.add(parent.stream)
  }
  const plan = (stream: Stream): PlannedStream => ({
    stream,
    selected: selected.find((entry) => entry.stream.name === stream.name),
    children: streams
      .filter((child) => child.parent?.stream === stream.name && needed.has(child.name))
      .map(plan),
  })
  return streams.filter(({ name }) => needed.has(name)).map(plan)
}

/**
 * Where the pass over a stream of a site begins: at its own cursor, or earlier where a child needs parents that changed
 * since; undefined = from the start, which is also what a child without a cursor needs.
 */
export const startOf = (
  { stream, selected, children }: PlannedStream,
  site: { readonly siteId: number; readonly zone: string },
  cursors: ReadonlyMap<string, SiteCursors>,
): Cursor | undefined => {
  if (stream.parent !== undefined || !isIncremental(stream))
    return ownCursor(stream, selected, site.siteId, cursors)
  const own = ownCursor(stream, selected, site.siteId, cursors)
  const starts = children.map((child) => startForChild(stream, child, site, cursors))
  if (selected !== undefined) starts.push(own)
  const start = starts.reduce((earliest, other) => earlier(earliest, other), starts[0])
  return start && own && children.length > 0 ? knowing(start, own) : start
}

/** An earlier start for the sake of a child keeps what the stream's own cursor knows, but for the look-back: it is read again. */
const knowing = (start: Cursor, own: Cursor): Cursor => {
  if (start.kind === 'window' && own.kind === 'window') {
    const { lookbackAt: _read, ...known } = own
    return { ...known, until: start.until }
  }
  return start.kind === 'modified' && own.kind === 'modified' ? { ...own, since: start.since } : start
}

/**
 * Whether a row of a parent stream makes that parent due for a child. The stream may be read from further back, for another
 * child's sake; what was modified before this child's last pass began, less the lag, it has dealt with.
 */
export const isNewsFor = (
  child: PlannedStream,
  parent: Stream,
  site: { readonly siteId: number; readonly zone: string },
  cursors: ReadonlyMap<string, SiteCursors>,
  row: Row,
): boolean => {
  if (parent.incremental.kind !== 'modified') return true
  const start = startForChild(parent, child, site, cursors)
  return start?.kind !== 'modified' || isModifiedSince(row, parent.incremental.field, start.since)
}

/** True also for a row that does not say when it was modified. Both times are UTC, one of them perhaps without its Z. */
export const isModifiedSince = (row: Row, field: string, since: string): boolean => {
  const modified = row[field]
  return typeof modified !== 'string' || modified.slice(0, 19) >= since.slice(0, 19)
}

const ownCursor = (
  stream: Stream,
  selected: SelectedStream | undefined,
  siteId: number,
  cursors: ReadonlyMap<string, SiteCursors>,
): Cursor | undefined =>
  selected === undefined || selected.ignoresState ? undefined : cursors.get(stream.name)?.[String(siteId)]

const startForChild = (
  { incremental }: Stream,
  child: PlannedStream,
  { siteId, zone }: { readonly siteId: number; readonly zone: string },
  cursors: ReadonlyMap<string, SiteCursors>,
): Cursor | undefined => {
  if (child.stream.parent?.due !== 'changed') return undefined
  const cursor = ownCursor(child.stream, child.selected, siteId, cursors)
  if (cursor?.kind !== 'parents') return undefined
  const readAt = new Date(cursor.readAt)
  switch (incremental.kind) {
    case 'full':
      return undefined
    case 'modified': {
      const since = new Date(readAt.getTime() - incremental.lagHours * 3_600_000)
      return { kind: 'modified', since: since.toISOString() }
    }
    case 'window':
      return { kind: 'window', until: addDays(localDateOf(readAt, zone), -1) }
  }
}

const earlier = (one: Cursor | undefined, other: Cursor | undefined): Cursor | undefined => {
  if (one === undefined || other === undefined) return undefined
  return positionOf(one) <= positionOf(other) ? one : other
}

const positionOf = (cursor: Cursor): string => {
  switch (cursor.kind) {
    case 'full':
    case 'parents':
      return cursor.readAt
    case 'modified':
      return cursor.since
    case 'window':
      return cursor.until
    case 'snapshot':
      return cursor.day
  }
}

/** There is no warehouse to ask: what a stream that is not read would tell about changed parents stays unknown. */
export const warnOfUnseen = (plan: readonly PlannedStream[], log: Log): void => {
  const read = new Set(plan.map(({ stream }) => stream.name))
  for (const { stream } of plan) {
    const unseen = (stream.parent?.seenIn ?? [])
      .map(({ stream: name }) => name)
      .filter((name) => !read.has(name))
    if (unseen.length === 0) continue
    log.warn(
      `${stream.name} misses changes that only show in ${unseen.join(', ')}: select them too, or read it in full`,
    )
  }
}
