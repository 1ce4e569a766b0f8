// What the platform hands to `read`: the configured catalog and the state of an earlier read, both checked.
import { Problem } from '../core/errors.ts'
import { isIncremental } from './catalog.ts'
import { cursorKind } from './cursor.ts'
import type { Cursor } from './cursor.ts'
import type { Stream } from './stream.ts'

export interface SelectedStream {
  readonly stream: Stream
  /** Full refresh, or a stream that knows nothing else: its state is of no use. */
  readonly ignoresState: boolean
  /** Columns to emit; undefined = all. The key and SiteId are always emitted. */
  readonly columns: ReadonlySet<string> | undefined
}

export interface Selection {
  readonly selected: readonly SelectedStream[]
  /** Streams configured that do not exist, or in a sync mode that does not: each is a failure of its own. */
  readonly unknown: readonly { readonly name: string; readonly problem: Problem }[]
}

const objectOf = (value: unknown): Readonly<Record<string, unknown>> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined

/** @throws Problem CATALOG_INVALID when the value is no configured catalog at all. */
export const selectionOf = (catalog: unknown, streams: readonly Stream[]): Selection => {
  const configured = objectOf(catalog)?.streams
  if (!Array.isArray(configured)) {
    throw new Problem('CATALOG_INVALID', { what: 'The catalog has no list "streams".' })
  }
  const selected: SelectedStream[] = []
  const unknown: { name: string; problem: Problem }[] = []
  for (const entry of configured) {
    const { stream: described, sync_mode: mode } = objectOf(entry) ?? {}
    const name = String(objectOf(described)?.name)
    const stream = streams.find((candidate) => candidate.name === name)
    if (stream === undefined) {
      unknown.push({
        name,
        problem: new Problem('CATALOG_INVALID', { what: `There is no stream "${name}".` }),
      })
    } else if (mode !== 'incremental' && mode !== 'full_refresh') {
      const what = `Stream "${name}" has the sync mode "${String(mode)}", which does not exist.`
      unknown.push({ name, problem: new Problem('CATALOG_INVALID', { what }) })
    } else {
      // PyAirbyte asks for incremental and hands state to streams that can only be read whole.
      const ignoresState = mode === 'full_refresh' || !isIncremental(stream)
      selected.push({ stream, ignoresState, columns: columnsOf(objectOf(described)?.json_schema) })
    }
  }
  return { selected, unknown }
}

const columnsOf = (schema: unknown): ReadonlySet<string> | undefined => {
  const properties = objectOf(objectOf(schema)?.properties)
  return properties === undefined ? undefined : new Set(Object.keys(properties))
}

/** Cursors by site, of one stream. */
export type SiteCursors = Readonly<Record<string, Cursor>>

/**
 * Reads a state file: an array of STATE messages (bare or wrapped), possibly empty or absent.
 * Cursors of another kind than the stream has are dropped; that stream starts over.
 * @throws Problem STATE_INVALID when it is something else, or of the old form without types.
 */
export const cursorsOf = (state: unknown, streams: readonly Stream[]): ReadonlyMap<string, SiteCursors> => {
  const cursors = new Map<string, SiteCursors>()
  if (state === undefined || state === null) return cursors
  if (!Array.isArray(state)) {
    throw new Problem('STATE_INVALID', { what: 'The state is not a list of STATE messages.' })
  }
  for (const message of state) {
    const body = objectOf(objectOf(message)?.state) ?? objectOf(message)
    if (body?.type !== 'STREAM') {
      throw new Problem('STATE_INVALID', { what: 'The state holds a message that is not of type STREAM.' })
    }
    const { stream_descriptor: descriptor, stream_state: saved } = objectOf(body.stream) ?? {}
    const stream = streams.find((candidate) => candidate.name === objectOf(descriptor)?.name)
    const sites = objectOf(objectOf(saved)?.sites)
    if (stream !== undefined && sites !== undefined) cursors.set(stream.name, cursorsOfSites(stream, sites))
  }
  return cursors
}

const cursorsOfSites = (stream: Stream, sites: Readonly<Record<string, unknown>>): SiteCursors => {
  const valid = Object.entries(sites).filter(([, cursor]) => isCursor(cursor, stream))
  return Object.fromEntries(valid) as SiteCursors
}

const isCursor = (value: unknown, stream: Stream): boolean => {
  const cursor = objectOf(value)
  if (cursor?.kind !== cursorKind(stream)) return false
  const position = cursor.readAt ?? cursor.since ?? cursor.until
  return typeof position === 'string' && !Number.isNaN(Date.parse(position))
}
