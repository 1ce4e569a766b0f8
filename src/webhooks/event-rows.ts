// Events as rows of the lake: page files of records, which are typed and merged as the answers of the API are.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { stringifyJson } from '../core/json.ts'
import { sha256Of, writeFlushed } from '../lakehouse/durable.ts'
import type { PageFile } from '../lakehouse/spool.ts'
import type { ReceivedRow } from '../control/inbox-shape.ts'
import { webhookEvents } from './event-stream.ts'
import type { WebhookEvent } from './parse-event.ts'

/** An event with the delivery it came in by. */
export interface ReceivedEvent {
  readonly row: Omit<ReceivedRow, 'body'>
  readonly event: WebhookEvent
}

/** One record a line: the reader takes buffers of the longest page, so pages are short. */
const eventsPerPage = 200

/** The record of `raw.webhook_events` as JSON text. */
const recordOf = ({ row, event }: ReceivedEvent): string =>
  stringifyJson({
    MessageId: event.messageId,
    EventId: event.eventId,
    EventSchemaVersion: event.schemaVersion,
    OriginatedAt: event.originatedAt,
    ReceivedAt: row.receivedAt.toISOString(),
    TransactionKey: event.transactionKey,
    EntityKey: event.entityKey,
    FactId: event.factId,
    KeyId: row.keyId,
    Path: row.path,
    BodySha256: row.id,
    Data: event.data,
    Envelope: event.envelope,
  })

/** Writes events of one site as page files into `folder`; the run stands where a call would. */
export const spoolEvents = async (
  events: readonly ReceivedEvent[],
  folder: string,
  runId: string,
): Promise<readonly PageFile[]> => {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const files: PageFile[] = []
  for (let start = 0; start < events.length; start += eventsPerPage) {
    const own = events.slice(start, start + eventsPerPage)
    const body = Buffer.from(`{"${webhookEvents.rows}":[${own.map(recordOf).join(',')}]}\n`)
    const sha256 = sha256Of(body)
    const name = `${sha256.slice(0, 16)}.json`
    const path = join(folder, name)
    await writeFlushed(path, body)
    files.push({
      path,
      name,
      sha256,
      bytes: body.length,
      rows: own.length,
      skipped: 0,
      longNumerals: [],
      requestId: runId,
      receivedAt: new Date(Math.max(...own.map(({ row }) => row.receivedAt.getTime()))),
    })
  }
  return files
}
