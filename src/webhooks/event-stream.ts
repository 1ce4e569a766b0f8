// Events as a stream of the lake: what was received, one row per message, card data left out.
import { defineStream } from '../source/stream.ts'

/**
 * Not one of the API's resources, so no part of catalog.json: the warehouse verbs hand it to the lakehouse beside the others.
 * `Data` is the event's `eventData` as received, without the fields that hold parts of card and account numbers; `Envelope`
 * holds fields of the envelope nobody has described. The bytes as received stay in the inbox, under `BodySha256`.
 */
export const webhookEvents = defineStream({
  name: 'webhook_events',
  path: '',
  rows: 'Events',
  key: ['MessageId'],
  about: 'Events that Mindbody sent, one row per message.',
  paged: false,
  personal: { Data: 'free_text', EntityKey: 'quasi' },
  fields: {
    MessageId: 'text',
    EventId: 'text',
    EventSchemaVersion: 'text',
    OriginatedAt: 'utc',
    ReceivedAt: 'utc',
    TransactionKey: 'text',
    EntityKey: 'text',
    FactId: 'text',
    KeyId: 'text',
    Path: 'text',
    BodySha256: 'text',
    Data: 'object',
    Envelope: 'object',
  },
})
