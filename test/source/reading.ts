// Runs `read` against a server and sorts what came out.
import { silentLog } from '../../src/core/log.ts'
import { parseJson } from '../../src/core/json.ts'
import { catalogOf } from '../../src/source/catalog.ts'
import { createProtocol } from '../../src/source/protocol.ts'
import { read } from '../../src/source/read.ts'
import type { ReadConfig } from '../../src/source/read.ts'
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
    }
    readonly estimate?: { readonly name: string; readonly row_estimate: number }
    readonly error?: {
      readonly message: string
      readonly failure_type: string
      readonly stream_descriptor?: { readonly name: string }
    }
  }
}

/** A configured catalog of the streams named, all columns, incremental where it is possible. */
export const catalogFor = (names: readonly string[], mode = 'incremental'): object => ({
  streams: catalogOf(streams)
    .streams.filter(({ name }) => names.includes(name))
    .map((stream) => ({ stream, sync_mode: mode, destination_sync_mode: 'append_dedup' })),
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

export const readAll = async (
  url: string,
  catalog: unknown,
  options: { state?: unknown; config?: Partial<ReadConfig>; client?: Parameters<typeof testClient>[1] } = {},
): Promise<Reading> => {
  const lines: string[] = []
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
      signal: new AbortController().signal,
    })
    const messages = lines.map((line) => parseJson(line).value as Message)
    const lastStates = new Map<string, Message>()
    for (const message of messages) {
      if (message.state !== undefined) lastStates.set(message.state.stream.stream_descriptor.name, message)
    }
    return {
      lines,
      messages,
      lost,
      state: [...lastStates.values()],
      recordsOf: (stream) =>
        messages.flatMap(({ record }) => (record?.stream === stream ? [record.data] : [])),
      statusesOf: (stream) =>
        messages.flatMap(({ trace }) => {
          const status = trace?.stream_status
          return status?.stream_descriptor.name === stream ? [status.status] : []
        }),
    }
  } finally {
    await close()
  }
}
