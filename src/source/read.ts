// The Airbyte verb `read`: every selected stream of every site as records, with states to go on from.
import type { Problem } from '../core/errors.ts'
import type { Log } from '../core/log.ts'
import type { Client } from './client.ts'
import { heartbeatMs, keepAlive } from './heartbeat.ts'
import type { PlanConfig } from './plan-slices.ts'
import type { Protocol } from './protocol.ts'
import { readStreams } from './read-streams.ts'
import { sleepFor } from './retry.ts'
import type { Sleep } from './retry.ts'
import type { StreamOutput } from './stream-output.ts'
import type { Stream } from './stream.ts'
import type { ZoneConfig } from './zones.ts'

export type ReadConfig = PlanConfig &
  ZoneConfig & {
    readonly site_ids: readonly number[]
    readonly page_size: number
    readonly max_concurrency: number
  }

export interface ReadInput {
  readonly config: ReadConfig
  /** All streams there are, parents before their children. */
  readonly streams: readonly Stream[]
  /** The parsed catalog file. */
  readonly catalog: unknown
  /** The parsed state file; undefined on a first read. */
  readonly state: unknown
  readonly client: Client
  readonly protocol: Protocol
  readonly log: Log
  readonly signal: AbortSignal
  /** Waits between two looks at whether anything was said. */
  readonly sleep?: Sleep
}

export interface ReadResult {
  /** Streams that did not come to their end, with the first reason; empty = all is well. */
  readonly lost: readonly { readonly stream: string; readonly problem: Problem }[]
}

/**
 * Reads the selected streams one after the other, sites and slices side by side. A lost stream is told (TRACE ERROR,
 * INCOMPLETE) and does not stop the others; the caller ends with a failure if `lost` is not empty. On abort the stream under
 * way ends INCOMPLETE with its state.
 * @throws Problem CATALOG_INVALID or STATE_INVALID when what was handed in cannot be read; the signal's reason on abort.
 */
export const read = async (input: ReadInput): Promise<ReadResult> => {
  const { protocol, client, sleep = sleepFor } = input
  let open: { readonly name: string; readonly output: StreamOutput } | undefined
  const over = new AbortController()
  client.onWait(({ ms, reason }) => (reason === 'rate_limited' ? open?.output.rateLimited(ms) : undefined))
  const alive = keepAlive({
    everyMs: heartbeatMs,
    sleep,
    beats: protocol.beats,
    beat: async () => {
      const current = open
      if (current === undefined) return
      await current.output.beat()
      await protocol.log('INFO', `${current.name} is still being read.`)
    },
    signal: AbortSignal.any([over.signal, input.signal]),
  })
  const reading = readStreams(input, (name, output) => {
    open = output && { name, output }
  })
  const [result] = await Promise.all([reading.finally(() => over.abort()), alive])
  return result
}
