// Airbyte protocol messages, one JSON object a line: the only writer of protocol lines.
import { once } from 'node:events'
import type { Writable } from 'node:stream'
import type { Problem, ProblemCode } from '../core/errors.ts'
import { stringifyJson } from '../core/json.ts'

/** Writes one line; resolves when the reader has room for more. */
export type WriteLine = (line: string) => Promise<void>

export type StreamStatus = 'STARTED' | 'RUNNING' | 'COMPLETE' | 'INCOMPLETE'
export type FailureType = 'config_error' | 'transient_error' | 'system_error'

/** A value that did not fit its field's type and was emptied. */
export interface FieldChange {
  readonly field: string
  readonly change: 'NULLED'
  readonly reason: 'SOURCE_SERIALIZATION_ERROR'
}

export interface Protocol {
  /** `data` is the record as JSON text, so that 64-bit ids never pass a double. */
  record(stream: string, data: string, changes: readonly FieldChange[]): Promise<void>
  /** `recordCount`: records of the stream since its previous state. */
  state(stream: string, state: object, recordCount: number): Promise<void>
  status(stream: string, status: StreamStatus): Promise<void>
  estimate(stream: string, rows: number): Promise<void>
  error(problem: Problem, stream?: string): Promise<void>
  log(level: 'ERROR' | 'WARN' | 'INFO' | 'DEBUG', message: string): Promise<void>
  spec(spec: object): Promise<void>
  catalog(catalog: object): Promise<void>
  connectionStatus(status: 'SUCCEEDED' | 'FAILED', message?: string): Promise<void>
}

/** What a platform should do about a failure; what is not listed is our bug. */
const failureTypes: Partial<Record<ProblemCode, FailureType>> = {
  CONFIG_INVALID: 'config_error',
  CONFIG_UNREADABLE: 'config_error',
  CATALOG_INVALID: 'config_error',
  STATE_INVALID: 'config_error',
  CREDENTIALS_REFUSED: 'config_error',
  SITE_NOT_ACTIVATED: 'config_error',
  PERMISSION_MISSING: 'config_error',
  HOME_UNUSABLE: 'config_error',
  BUDGET_SPENT: 'transient_error',
  MINDBODY_UNAVAILABLE: 'transient_error',
  ANSWER_BROKEN: 'transient_error',
  HOME_LOCKED: 'transient_error',
}

export interface ProtocolOptions {
  readonly write: WriteLine
  readonly clock?: () => Date
  /** Blanks secrets in texts made for people; records are passed as they are. */
  readonly scrub?: (text: string) => string
}

export const createProtocol = (options: ProtocolOptions): Protocol => {
  const { write, clock = () => new Date(), scrub = (text) => text } = options
  const emittedAt = (): number => clock().getTime()
  const trace = (body: object): Promise<void> => write(scrub(JSON.stringify({ type: 'TRACE', trace: body })))
  const descriptor = (name: string): object => ({ stream_descriptor: { name } })

  return {
    record: (stream, data, changes) => {
      const meta = changes.length === 0 ? '' : `,"meta":${JSON.stringify({ changes })}`
      return write(
        `{"type":"RECORD","record":{"stream":${JSON.stringify(stream)},"data":${data},"emitted_at":${emittedAt()}${meta}}}`,
      )
    },
    // JSON.stringify(3.0) gives 3, and the protocol asks for a float: the numeral is written by hand.
    state: (stream, state, recordCount) =>
      write(
        `{"type":"STATE","state":{"type":"STREAM","stream":{"stream_descriptor":{"name":${JSON.stringify(stream)}},` +
          `"stream_state":${stringifyJson(state)}},"sourceStats":{"recordCount":${recordCount}.0}}}`,
      ),
    status: (stream, status) =>
      trace({
        type: 'STREAM_STATUS',
        emitted_at: emittedAt(),
        stream_status: { ...descriptor(stream), status },
      }),
    estimate: (stream, rows) =>
      trace({
        type: 'ESTIMATE',
        emitted_at: emittedAt(),
        estimate: { name: stream, type: 'STREAM', row_estimate: rows },
      }),
    error: (problem, stream) =>
      trace({
        type: 'ERROR',
        emitted_at: emittedAt(),
        error: {
          message: `${problem.message} ${problem.remedy}`,
          internal_message: `${problem.code}: ${causeOf(problem)}`,
          stack_trace: problem.stack ?? '',
          failure_type: failureTypes[problem.code] ?? 'system_error',
          ...(stream === undefined ? {} : descriptor(stream)),
        },
      }),
    log: (level, message) => write(scrub(JSON.stringify({ type: 'LOG', log: { level, message } }))),
    spec: (spec) => write(JSON.stringify({ type: 'SPEC', spec })),
    catalog: (catalog) => write(JSON.stringify({ type: 'CATALOG', catalog })),
    connectionStatus: (status, message) =>
      write(
        scrub(
          JSON.stringify({
            type: 'CONNECTION_STATUS',
            connectionStatus: { status, ...(message === undefined ? {} : { message }) },
          }),
        ),
      ),
  }
}

const causeOf = ({ cause, message }: Problem): string =>
  cause instanceof Error ? cause.message : cause === undefined ? message : JSON.stringify(cause)

/** Lines to a stream, waiting while its buffer is full: a slow platform slows us down instead of filling our memory. */
export const writeLinesTo = (stream: Writable): WriteLine => {
  let room: Promise<unknown> | undefined
  return async (line) => {
    await room
    if (stream.write(`${line}\n`)) return
    room ??= once(stream, 'drain').finally(() => {
      room = undefined
    })
    await room
  }
}
