// What `read` says about one stream: statuses, records, estimates, states, in the order the protocol wants.
import type { Log } from '../core/log.ts'
import { stringifyJson } from '../core/json.ts'
import type { SelectedStream } from './configured.ts'
import type { Cursor } from './cursor.ts'
import { createEstimate } from './estimate.ts'
import type { Protocol } from './protocol.ts'
import { fitRecord } from './record-size.ts'
import type { ShapedRecord } from './records.ts'
import type { Start } from './resume.ts'
import { stateVersion } from './states.ts'
import type { StreamState, Unfinished } from './states.ts'

/** How far a site has come. */
export interface Position {
  /** From where a later read goes on. */
  readonly cursor?: Cursor | undefined
  /** Up to where the pass under way has come; undefined ends it. */
  readonly unfinished?: Unfinished | undefined
}

export interface StreamOutput {
  start(): Promise<void>
  record(record: ShapedRecord): Promise<void>
  /** More rows are to be expected. */
  expect(rows: number): void
  /** A site has come this far. */
  move(siteId: number, position: Position): Promise<void>
  /** Mindbody has asked for a pause. */
  rateLimited(ms: number): Promise<void>
  /** Something has to be said, though there is nothing new. */
  beat(): Promise<void>
  /** Ends the stream: with a state in any case, then the status. */
  end(isComplete: boolean): Promise<void>
}

/**
 * A long slice says its position again and again, though it stays the same until the slice is done: downstream, records are
 * flushed and counted by states.
 */
const recordsPerState = 10_000

/** Output of a selected stream. A stream that comes no further hands back the position it started with. */
export const createStreamOutput = (
  protocol: Protocol,
  { stream, mode, generations }: SelectedStream,
  start: Start,
): StreamOutput => {
  const { name } = stream
  const keys = new Set(['SiteId', ...stream.key])
  const estimate = createEstimate((rows, bytes) => protocol.estimate(name, rows, bytes))
  let { sites, unfinished } = start
  let isRunning = false
  let records = 0
  let recordsInStates = 0
  let lastState = ''

  const running = async (): Promise<void> => {
    if (isRunning) return
    isRunning = true
    await protocol.status(name, 'RUNNING')
  }
  const { generationId, syncId } = generations
  const stateNow = (): StreamState => ({
    version: stateVersion,
    sync_mode: mode,
    begun_at: start.begunAt,
    ...(generationId === undefined ? {} : { generation_id: generationId }),
    ...(syncId === undefined ? {} : { sync_id: syncId }),
    sites,
    unfinished,
    records,
  })
  const state = async (): Promise<void> => {
    const now = stateNow()
    lastState = stringifyJson(now)
    const count = records - recordsInStates
    recordsInStates = records
    await protocol.state(name, now, count)
  }

  return {
    start: () => protocol.status(name, 'STARTED'),
    record: async (record) => {
      await running()
      const { data, changes } = fitRecord(record, keys)
      records += 1
      await protocol.record(name, data, changes)
      await estimate.add(data.length)
      if (records - recordsInStates >= recordsPerState) await state()
    },
    expect: estimate.expect,
    move: async (siteId, position) => {
      if (position.cursor !== undefined) sites = { ...sites, [siteId]: position.cursor }
      const { [siteId]: _ended, ...others } = unfinished
      unfinished = position.unfinished === undefined ? others : { ...others, [siteId]: position.unfinished }
      // A slice that brought nothing and moved nothing is no news.
      if (stringifyJson(stateNow()) !== lastState) await state()
    },
    rateLimited: (ms) => protocol.status(name, 'RUNNING', { rateLimitedForMs: ms }),
    // A state, because the platform takes nothing else but records for a sign of life. It is the position as it is: the same
    // as before only where no record lies between, which the protocol allows.
    beat: state,
    end: async (isComplete) => {
      await running()
      await estimate.end()
      if (stringifyJson(stateNow()) !== lastState) await state()
      await protocol.status(name, isComplete ? 'COMPLETE' : 'INCOMPLETE')
    },
  }
}

/** Output of a stream that is read for its parents only. Its signs of life are those of the stream that is read `next`. */
export const silentOutput = (log: Log, name: string, next?: StreamOutput): StreamOutput => ({
  start: () => {
    log.info(`${name} is read as well: a selected stream takes its parents from it`)
    return Promise.resolve()
  },
  record: () => Promise.resolve(),
  expect: () => undefined,
  move: () => Promise.resolve(),
  rateLimited: () => Promise.resolve(),
  beat: async () => next?.beat(),
  end: () => Promise.resolve(),
})
