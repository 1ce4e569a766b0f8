// Where `read` goes on: what an earlier state spares this one, stream by stream and site by site.
import { isIncremental, isResumable } from './catalog.ts'
import type { SelectedStream } from './configured.ts'
import type { SiteCursors, StreamState, Unfinished } from './states.ts'

/** What is known of a stream before it is read. */
export interface Start {
  /** When the first attempt began. */
  readonly begunAt: string
  readonly sites: SiteCursors
  /** Passes to be gone on with, by site. */
  readonly unfinished: Readonly<Record<string, Unfinished>>
  /** Sites that an earlier attempt of the same full refresh has read whole. */
  readonly done: ReadonlySet<string>
}

/** Attempts of one job lie closer together. An older state of a full refresh is a leftover, and reading anew is always right. */
const jobMs = 24 * 3_600_000

/**
 * An incremental read goes on from the cursors, and in the middle of a pass over parents. A full refresh knows no cursor; it
 * only goes on with an earlier attempt of its own job, which the platform shows by handing back that attempt's state (it
 * clears the state when a job begins). States of a generation that was thrown away downstream count for neither.
 */
export const startFrom = (selected: SelectedStream, state: StreamState | undefined, now: Date): Start => {
  const fresh: Start = { begunAt: now.toISOString(), sites: {}, unfinished: {}, done: new Set() }
  if (state === undefined || isOutdated(selected, state)) return fresh
  if (selected.mode === 'full_refresh') {
    if (!isResumable(selected.stream) || !isSameJob(selected, state, now)) return fresh
    const { begun_at: begunAt = fresh.begunAt, sites, unfinished } = state
    return { begunAt, sites, unfinished, done: new Set(Object.keys(sites)) }
  }
  // PyAirbyte asks for incremental and hands state to streams that can only be read whole.
  if (!isIncremental(selected.stream)) return fresh
  const isSameMode = state.sync_mode === 'incremental'
  return { ...fresh, sites: state.sites, unfinished: isSameMode ? state.unfinished : {} }
}

const isOutdated = ({ generations }: SelectedStream, { generation_id: generation }: StreamState): boolean =>
  generation !== undefined && generation < (generations.minimumGenerationId ?? 0)

const isSameJob = (
  { generations: { generationId, syncId } }: SelectedStream,
  state: StreamState,
  now: Date,
): boolean =>
  state.sync_mode === 'full_refresh' &&
  state.generation_id === generationId &&
  state.sync_id === syncId &&
  // A runner that numbers no jobs may hand back the state of a read that ended well, and wants all of it again.
  (syncId !== undefined || Object.keys(state.unfinished).length > 0) &&
  Math.abs(now.getTime() - Date.parse(state.begun_at ?? '')) < jobMs
