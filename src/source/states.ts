// The states of `read`: what is handed back by the platform, checked, and what is handed out.
import { Problem } from '../core/errors.ts'
import type { SyncMode } from './airbyte/protocol-types.ts'
import { cursorKind } from './cursor.ts'
import type { Cursor } from './cursor.ts'
import type { Stream } from './stream.ts'
import { objectOf } from './unknown-json.ts'

/** Cursors by site, of one stream. */
export type SiteCursors = Readonly<Record<string, Cursor>>

/** A pass over a site that was cut short: when it began, and up to where its slices are done. */
export interface Unfinished {
  /** The pass keeps its start: its cursor must not claim to know what changed after that. */
  readonly startedAt: string
  /** The last day of the last window done, or the last parent asked. */
  readonly after: string
}

/** `stream_state` of one stream. */
export interface StreamState {
  readonly version: typeof stateVersion
  readonly sync_mode: SyncMode
  /** When the first attempt of this read began. */
  readonly begun_at?: string
  readonly generation_id?: number
  readonly sync_id?: number
  readonly sites: SiteCursors
  readonly unfinished: Readonly<Record<string, Unfinished>>
  /**
   * Records of the stream in this attempt, up to this state. It makes each state differ from the one before when records lie
   * between, which the protocol asks for.
   */
  readonly records: number
}

/** Raised when an older program could misunderstand what a newer one wrote. */
export const stateVersion = 1

/**
 * Reads a state file: an array of STATE messages (bare or wrapped), possibly empty or absent. States from before versions were
 * written ({sites}) are read; what belongs to unknown streams, or to cursors of another kind, is left out: that stream starts over.
 * @throws Problem STATE_INVALID when it is something else, of the LEGACY or GLOBAL form, or of a newer version.
 */
export const statesOf = (given: unknown, streams: readonly Stream[]): ReadonlyMap<string, StreamState> => {
  const states = new Map<string, StreamState>()
  if (given === undefined || given === null) return states
  if (!Array.isArray(given)) {
    throw new Problem('STATE_INVALID', { what: 'The state is not a list of STATE messages.' })
  }
  for (const message of given) {
    const body = objectOf(objectOf(message)?.state) ?? objectOf(message)
    if (body?.type !== 'STREAM') throw notPerStream(body?.type)
    const { stream_descriptor: descriptor, stream_state: saved } = objectOf(body.stream) ?? {}
    const stream = streams.find((candidate) => candidate.name === objectOf(descriptor)?.name)
    const state = objectOf(saved)
    // A state of null is the platform's way to reset a stream.
    if (stream !== undefined && state !== undefined) states.set(stream.name, stateOf(stream, state))
  }
  return states
}

const notPerStream = (type: unknown): Problem =>
  new Problem('STATE_INVALID', {
    what: `The state holds a message of type ${type === undefined || type === null ? 'LEGACY' : String(type)}.`,
    why: 'This source keeps one state per stream (type STREAM) and has never written another kind.',
    remedy: 'Hand back the STATE messages of an earlier read, unedited, or read once without a state.',
  })

const stateOf = (stream: Stream, state: Readonly<Record<string, unknown>>): StreamState => {
  const { version = stateVersion } = state
  if (version !== stateVersion) {
    throw new Problem('STATE_INVALID', {
      what: `The state of ${stream.name} has version ${String(version)}, and this program knows version ${stateVersion}.`,
      why: 'It was written by a newer program.',
      remedy: 'Update this program, or reset the stream to read it anew.',
    })
  }
  return {
    version: stateVersion,
    sync_mode: state.sync_mode === 'full_refresh' ? 'full_refresh' : 'incremental',
    ...(isTime(state.begun_at) ? { begun_at: state.begun_at } : {}),
    ...(typeof state.generation_id === 'number' ? { generation_id: state.generation_id } : {}),
    ...(typeof state.sync_id === 'number' ? { sync_id: state.sync_id } : {}),
    sites: only(objectOf(state.sites), (value): value is Cursor => isCursor(value, stream)),
    unfinished: only(objectOf(state.unfinished), isUnfinished),
    records: 0,
  }
}

const only = <T>(
  entries: Readonly<Record<string, unknown>> | undefined,
  isGood: (value: unknown) => value is T,
): Readonly<Record<string, T>> => {
  const good: [string, T][] = []
  for (const [siteId, value] of Object.entries(entries ?? {})) if (isGood(value)) good.push([siteId, value])
  return Object.fromEntries(good)
}

const isTime = (value: unknown): value is string =>
  typeof value === 'string' && !Number.isNaN(Date.parse(value))

const isUnfinished = (value: unknown): value is Unfinished => {
  const unfinished = objectOf(value)
  return isTime(unfinished?.startedAt) && typeof unfinished.after === 'string'
}

const isCursor = (value: unknown, stream: Stream): boolean => {
  const cursor = objectOf(value)
  if (cursor?.kind !== cursorKind(stream)) return false
  return isTime(cursor.readAt ?? cursor.since ?? cursor.until ?? cursor.day)
}
