// What `read` says about one stream: statuses, records, estimates, states, in the order the protocol wants.
import type { Log } from '../core/log.ts'
import type { SiteCursors } from './configured.ts'
import type { Cursor } from './cursor.ts'
import type { Protocol } from './protocol.ts'
import type { ShapedRecord } from './records.ts'

export interface StreamOutput {
  start(): Promise<void>
  record(record: ShapedRecord): Promise<void>
  /** More rows are to be expected. */
  expect(rows: number): Promise<void>
  /** A site has come this far. */
  move(siteId: number, cursor: Cursor): Promise<void>
  /** Ends the stream: with a state in any case, then the status. */
  end(isComplete: boolean): Promise<void>
}

/** Output of a selected stream. `before` are the cursors it starts with: a stream that comes no further hands them back. */
export const createStreamOutput = (protocol: Protocol, name: string, before: SiteCursors): StreamOutput => {
  let cursors = before
  let isRunning = false
  let sinceState = 0
  let states = 0
  let expected = 0

  const running = async (): Promise<void> => {
    if (isRunning) return
    isRunning = true
    await protocol.status(name, 'RUNNING')
  }
  const state = async (): Promise<void> => {
    const count = sinceState
    sinceState = 0
    states += 1
    await protocol.state(name, { sites: cursors }, count)
  }

  return {
    start: () => protocol.status(name, 'STARTED'),
    record: async ({ data, changes }) => {
      await running()
      sinceState += 1
      await protocol.record(name, data, changes)
    },
    expect: async (rows) => {
      if (rows === 0) return
      expected += rows
      await protocol.estimate(name, expected)
    },
    move: async (siteId, cursor) => {
      cursors = { ...cursors, [siteId]: cursor }
      await state()
    },
    end: async (isComplete) => {
      await running()
      if (states === 0 || sinceState > 0) await state()
      await protocol.status(name, isComplete ? 'COMPLETE' : 'INCOMPLETE')
    },
  }
}

/** Output of a stream that is read for its parents only. */
export const silentOutput = (log: Log, name: string): StreamOutput => ({
  start: () => {
    log.info(`${name} is read as well: a selected stream takes its parents from it`)
    return Promise.resolve()
  },
  record: () => Promise.resolve(),
  expect: () => Promise.resolve(),
  move: () => Promise.resolve(),
  end: () => Promise.resolve(),
})
