// Airbyte protocol messages, one JSON object a line: the only writer of protocol lines.
import { once } from 'node:events'
import type { Writable } from 'node:stream'
import type { Problem } from '../core/errors.ts'
import { stringifyJson } from '../core/json.ts'
import type {
  AirbyteCatalog,
  AirbyteConnectionStatus,
  AirbyteLogMessage,
  AirbyteMessage,
  AirbyteRecordMessageMetaChange,
  AirbyteStreamStatus,
  AirbyteTraceMessage,
  ConnectorSpecification,
} from './airbyte/protocol-types.ts'
import { failureTypeOf } from './failure-type.ts'

/** Writes one line; resolves when the reader has room for more. */
export type WriteLine = (line: string) => Promise<void>

/** A value that was emptied or cut because it did not fit. */
export type FieldChange = AirbyteRecordMessageMetaChange

export interface StatusReason {
  /** How long nobody asks Mindbody for anything. */
  readonly rateLimitedForMs: number
}

export interface Protocol {
  /** `data` is the record as JSON text, so that 64-bit ids never pass a double. */
  record(stream: string, data: string, changes: readonly FieldChange[]): Promise<void>
  /** `recordCount`: records of the stream since its previous state. */
  state(stream: string, state: object, recordCount: number): Promise<void>
  status(stream: string, status: AirbyteStreamStatus, reason?: StatusReason): Promise<void>
  /** What is to be expected of a stream in all; a later estimate replaces an earlier one. */
  estimate(stream: string, rows: number, bytes: number): Promise<void>
  error(problem: Problem, stream?: string): Promise<void>
  log(level: AirbyteLogMessage['level'], message: string): Promise<void>
  spec(spec: ConnectorSpecification): Promise<void>
  catalog(catalog: AirbyteCatalog): Promise<void>
  connectionStatus(status: AirbyteConnectionStatus['status'], message?: string): Promise<void>
  /** Records and states written so far: all that a platform takes for a sign of life. */
  beats(): number
}

export interface ProtocolOptions {
  readonly write: WriteLine
  readonly clock?: () => Date
  /** Blanks secrets in texts made for people; records are passed as they are. */
  readonly scrub?: (text: string) => string
}

export const createProtocol = (options: ProtocolOptions): Protocol => {
  const { write, clock = () => new Date(), scrub = (text) => text } = options
  let beats = 0
  const emittedAt = (): number => clock().getTime()
  const say = (message: AirbyteMessage): Promise<void> => write(scrub(JSON.stringify(message)))
  const trace = (body: Omit<AirbyteTraceMessage, 'emitted_at'>): Promise<void> =>
    say({ type: 'TRACE', trace: { ...body, emitted_at: emittedAt() } })

  return {
    beats: () => beats,
    record: (stream, data, changes) => {
      beats += 1
      const meta = changes.length === 0 ? '' : `,"meta":${JSON.stringify({ changes })}`
      return write(
        `{"type":"RECORD","record":{"stream":${JSON.stringify(stream)},"data":${data},"emitted_at":${emittedAt()}${meta}}}`,
      )
    },
    // JSON.stringify(3.0) gives 3, and the protocol asks for a float: the numeral is written by hand.
    state: (stream, state, recordCount) => {
      beats += 1
      return write(
        `{"type":"STATE","state":{"type":"STREAM","stream":{"stream_descriptor":{"name":${JSON.stringify(stream)}},` +
          `"stream_state":${stringifyJson(state)}},"sourceStats":{"recordCount":${recordCount}.0}}}`,
      )
    },
    status: (name, status, reason) =>
      trace({
        type: 'STREAM_STATUS',
        stream_status: {
          stream_descriptor: { name },
          status,
          ...(reason === undefined
            ? {}
            : {
                reasons: [
                  {
                    type: 'RATE_LIMITED',
                    rate_limited: { quota_reset: Math.round(emittedAt() + reason.rateLimitedForMs) },
                  },
                ],
              }),
        },
      }),
    estimate: (name, rows, bytes) =>
      trace({
        type: 'ESTIMATE',
        estimate: { name, type: 'STREAM', row_estimate: rows, byte_estimate: bytes },
      }),
    error: (problem, name) =>
      trace({
        type: 'ERROR',
        error: {
          message: `${problem.message} ${problem.remedy}`,
          internal_message: `${problem.code}: ${causeOf(problem)}`,
          stack_trace: problem.stack ?? '',
          failure_type: failureTypeOf(problem),
          ...(name === undefined ? {} : { stream_descriptor: { name } }),
        },
      }),
    log: (level, message) => say({ type: 'LOG', log: { level, message } }),
    // Not scrubbed: they hold no secret, and a secret as short as a word would spoil them.
    spec: (spec) => write(JSON.stringify({ type: 'SPEC', spec } satisfies AirbyteMessage)),
    catalog: (catalog) => write(JSON.stringify({ type: 'CATALOG', catalog } satisfies AirbyteMessage)),
    connectionStatus: (status, message) =>
      say({
        type: 'CONNECTION_STATUS',
        connectionStatus: { status, ...(message === undefined ? {} : { message }) },
      }),
  }
}

const causeOf = ({ cause, message }: Problem): string =>
  cause instanceof Error ? cause.message : cause === undefined ? message : JSON.stringify(cause)

/**
 * Lines to a stream, waiting while its buffer is full: a slow platform slows us down instead of filling our memory, where at
 * most one line of each writer waits. Lines of one tick go out together, since a system call for each costs more than the line.
 */
export const writeLinesTo = (stream: Writable): WriteLine => {
  let room: Promise<unknown> | undefined
  let isHeld = false
  const hold = (): void => {
    if (isHeld) return
    isHeld = true
    stream.cork()
    process.nextTick(() => {
      isHeld = false
      stream.uncork()
    })
  }
  return async (line) => {
    hold()
    // Written at once, and waited for after: lines stay in the order they were said in, so that no state overtakes its records.
    if (stream.write(`${line}\n`)) return
    room ??= once(stream, 'drain').finally(() => {
      room = undefined
    })
    await room
  }
}
