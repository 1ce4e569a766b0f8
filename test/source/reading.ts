// Runs `read` against a server and sorts what came out.
import { silentLog } from '../../src/core/log.ts'
import { parseJson } from '../../src/core/json.ts'
import { catalogOf } from '../../src/source/catalog.ts'
import { createProtocol } from '../../src/source/protocol.ts'
import { read } from '../../src/source/read.ts'
import type { ReadConfig } from '../../src/source/read.ts'
import type { Sleep } from '../../src/source/retry.ts'
import { streams } from '../../streams/index.ts'
import type { Row } from '../../src/source/records.ts'
import { testClient } from './harness.ts'

export const config: ReadConfig = {
  site_ids: [10001, 10002],
  start_date: '2025-07-01',
  lookback_days: [],
  time_zones: [],
  page_size: 200,
  max_concurrency: 4,
}

/** The parts of a message that tests look at. */
export interface Message {
  readonly type: string
  readonly record?: {
    readonly stream: string
    readonly data: Row
    readonly emitted_at?: number
    readonly meta?: { readonly changes: readonly object[] }
  }
  readonly state?: {
    readonly stream: { readonly stream_descriptor: { readonly name: string }; readonly stream_state: object }
    readonly sourceStats: { readonly recordCount: number }
  }
  readonly trace?: {
    readonly type: string
    readonly stream_status?: {
      readonly stream_descriptor: { readonly name: string }
      readonly status: string
      readonly reasons?: readonly { readonly type: string; readonly rate_limited?: object }[]
    }
    readonly estimate?: {
      readonly name: string
      readonly row_estimate: number
      readonly byte_estimate: number
    }
    readonly error?: {
      readonly message: string
      readonly failure_type: string
      readonly stream_descriptor?: { readonly name: string }
    }
  }
}

/** A configured catalog of the streams named, all columns; `more` lies over each entry. */
export const catalogFor = (names: readonly string[], mode = 'incremental', more: object = {}): object => ({
  streams: catalogOf(streams)
    .streams.filter(({ name }) => names.includes(name))
    .map((stream) => ({ stream, sync_mode: mode, destination_sync_mode: 'append_dedup', ...more })),
})

export interface Reading {
  readonly lines: readonly string[]
  readonly messages: readonly Message[]
  readonly lost: readonly { readonly stream: string; readonly problem: { readonly code: string } }[]
  recordsOf(stream: string): readonly Row[]
  /** The last state of each stream, as a platform would hand it back. */
  readonly state: readonly Message[]
  statusesOf(stream: string): readonly string[]
}

export interface ReadingOptions {
  readonly state?: unknown
  readonly config?: Partial<ReadConfig>
  readonly client?: Parameters<typeof testClient>[1]
  readonly signal?: AbortSignal
  /** Between two looks of the heartbeat. */
  readonly sleep?: Sleep
  /** Takes the lines as they come; they stay when the read throws. */
  readonly lines?: string[]
}

export const readAll = async (
  url: string,
  catalog: unknown,
  options: ReadingOptions = {},
): Promise<Reading> => {
  const lines = options.lines ?? []
  const { client, close } = await testClient(url, options.client)
  const write = (line: string): Promise<void> => {
    lines.push(line)
    return Promise.resolve()
  }
  try {
    const { lost } = await read({
      config: { ...config, ...options.config },
      streams,
      catalog,
      state: options.state,
      client,
      protocol: createProtocol({ write }),
      log: silentLog(),
      signal: options.signal ?? new AbortController().signal,
      ...(options.sleep === undefined ? {} : { sleep: options.sleep }),
    })
    return { lost, ...sorted(lines) }
  } finally {
    await close()
  }
}

/** Lines by what they are. */
export const sorted = (lines: readonly string[]): Omit<Reading, 'lost'> => {
  const messages = lines.map((line) => parseJson(line).value as Message)
  const lastStates = new Map<string, Message>()
  for (const message of messages) {
    if (message.state !== undefined) lastStates.set(message.state.stream.stream_descriptor.name, message)
  }
  return {
    lines,
    messages,
    state: [...lastStates.values()],
    recordsOf: (stream) => messages.flatMap(({ record }) => (record?.stream === stream ? [record.data] : [])),
    statusesOf: (stream) =>
      messages.flatMap(({ trace }) => {
        const status = trace?.stream_status
        return status?.stream_descriptor.name === stream ? [status.status] : []
      }),
  }
}
