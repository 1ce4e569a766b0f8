// Bodies as Mindbody sends them: any event, any id, and a delivery of each.
import { stringifyJson } from '../../src/core/json.ts'
import { sha256Of } from '../../src/lakehouse/durable.ts'
import type { Delivery } from '../../src/control/inbox-shape.ts'
import { eventDataSamples } from './event-data-samples.ts'

export interface SampleOptions {
  readonly messageId?: string
  readonly originatedAt?: string
  /** Laid over the sample's data. */
  readonly data?: Readonly<Record<string, unknown>>
  /** Laid over the envelope. */
  readonly envelope?: Readonly<Record<string, unknown>>
}

/** Ids of all samples: the 36 documented events. */
export const sampleIds = Object.keys(eventDataSamples)

/** A body as text; of an event without a sample only what `data` gives. */
export const sampleText = (eventId: string, options: SampleOptions = {}): string =>
  stringifyJson({
    messageId: options.messageId ?? `m-${eventId}`,
    eventId,
    eventSchemaVersion: 1,
    eventInstanceOriginationDateTime: options.originatedAt ?? '2026-06-29T10:02:55Z',
    eventData: { ...(eventDataSamples[eventId] ?? { siteId: 10001 }), ...options.data },
    ...options.envelope,
  })

/** The bytes that would be signed. */
export const sampleBody = (eventId: string, options: SampleOptions = {}): Uint8Array =>
  Buffer.from(sampleText(eventId, options))

/** A body as the receiver hands it to the inbox. */
export const deliveryOf = (
  body: Uint8Array | string,
  receivedAt = new Date('2026-06-29T10:03:00Z'),
): Delivery => {
  const bytes = Buffer.from(body)
  return { id: sha256Of(bytes), receivedAt, path: '/hooks/test', keyId: 'key-1', body: bytes }
}
