// Raw bytes to an event, or to the reason why they are none; nothing that can be sent makes this throw.
import { parseJson } from '../core/json.ts'
import { mayRound } from '../source/long-numerals.ts'
import { cleaned, idOf, isObject, memberOf } from './event-data.ts'
import type { EventData } from './event-data.ts'
import { eventTypes } from './event-types.ts'
import type { EventType } from './event-types.ts'
import { factIdOf } from './facts.ts'

/** Why a delivery is a dead letter. `conflict` is found by the drain: the message id came before, with other bytes. */
export type DeadReason = 'unparseable' | 'no_envelope' | 'unknown_site' | 'bad_data' | 'conflict'

export const deadReasons: readonly DeadReason[] = [
  'unparseable',
  'no_envelope',
  'unknown_site',
  'bad_data',
  'conflict',
]

export interface WebhookEvent {
  readonly messageId: string
  readonly eventId: string
  readonly siteId: number
  readonly schemaVersion: string | undefined
  /** As received, to the second; undefined where the sender names no time. */
  readonly originatedAt: string | undefined
  readonly transactionKey: string | undefined
  /** Undefined for an id that is not documented. */
  readonly type: EventType | undefined
  /** Values of the entity's key, joined by `/`; empty for an unknown event. */
  readonly entityKey: string
  readonly factId: string
  readonly data: EventData
  /** Members of the envelope nobody has described. */
  readonly envelope: EventData | undefined
}

/** What could be read of a dead letter. */
export interface DeadLetter {
  readonly kind: 'dead'
  readonly reason: DeadReason
  /** For a person; holds nothing of the body but ids. */
  readonly detail: string
  readonly messageId?: string
  readonly eventId?: string
  readonly siteId?: number
  readonly originatedAt?: string
}

export type Parsed = { readonly kind: 'event'; readonly event: WebhookEvent } | DeadLetter

/** Ids and times go into indexes and messages: what is no plain text of this length is none. */
const plainId = /^[\x21-\x7E]{1,200}$/

/** What the inbox's column holds on Postgres. */
const largestSite = 2 ** 31 - 1

/** The table of the document spells the time otherwise than its examples. */
const originations = ['eventInstanceOriginationDateTime', 'eventInstanceOriginationDate']
const known: ReadonlySet<string> = new Set(
  ['messageId', 'eventId', 'eventSchemaVersion', 'transactionKey', 'eventData', ...originations].map((name) =>
    name.toLowerCase(),
  ),
)

/** Reads a body as received. @param siteIds the sites of this home: events of others are not ours to keep. */
export const parseEvent = (body: Uint8Array, siteIds: ReadonlySet<number>): Parsed => {
  let envelope: unknown
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body)
    // Five times faster where no numeral needs more than a double.
    const isExact = !mayRound(Buffer.from(body.buffer, body.byteOffset, body.byteLength))
    envelope = cleaned(isExact ? (JSON.parse(text) as unknown) : parseJson(text).value)
  } catch (error) {
    return { kind: 'dead', reason: 'unparseable', detail: whyUnparseable(error) }
  }
  if (!isObject(envelope)) return noEnvelope('The body is no JSON object.')
  const [messageId, eventId] = [memberOf(envelope, 'messageId'), memberOf(envelope, 'eventId')]
  if (!isPlainId(messageId)) return noEnvelope('messageId is missing, or no plain text.')
  if (!isPlainId(eventId)) return noEnvelope('eventId is missing, or no plain text.', { messageId })
  const data = memberOf(envelope, 'eventData')
  if (!isObject(data)) return noEnvelope('eventData is missing, or no object.', { messageId, eventId })
  return place({ messageId, eventId, data, envelope }, siteIds)
}

interface Envelope {
  readonly messageId: string
  readonly eventId: string
  readonly data: EventData
  readonly envelope: EventData
}

const place = (read: Envelope, siteIds: ReadonlySet<number>): Parsed => {
  const { messageId, eventId, data, envelope } = read
  const originatedAt = originations.map((name) => memberOf(envelope, name)).find(isPlainId)
  const told = { messageId, eventId, ...(originatedAt === undefined ? {} : { originatedAt }) }
  const siteText = idOf(memberOf(data, 'siteId')) ?? ''
  const siteId = Number(siteText)
  if (!/^-?\d{1,10}$/.test(siteText)) {
    return { kind: 'dead', reason: 'bad_data', detail: 'eventData names no site.', ...told }
  }
  if (!siteIds.has(siteId)) {
    return {
      kind: 'dead',
      reason: 'unknown_site',
      detail: `Site ${siteId} is not in site_ids.`,
      ...told,
      ...(Math.abs(siteId) > largestSite ? {} : { siteId }),
    }
  }
  const type = Object.hasOwn(eventTypes, eventId) ? eventTypes[eventId] : undefined
  const entityKey = type === undefined ? '' : entityKeyOf(type, siteId, data)
  if (entityKey === undefined) {
    const detail = `eventData of ${eventId} lacks ${type?.key.join(' or ')}.`
    return { kind: 'dead', reason: 'bad_data', detail, ...told, siteId }
  }
  const rest = Object.fromEntries(Object.entries(envelope).filter(([name]) => !known.has(name.toLowerCase())))
  const event = {
    ...told,
    originatedAt,
    siteId,
    schemaVersion: versionOf(memberOf(envelope, 'eventSchemaVersion')),
    transactionKey: idOf(memberOf(envelope, 'transactionKey')),
    type,
    entityKey,
    factId: factIdOf({ siteId, eventId, originatedAt, data }),
    data,
    envelope: Object.keys(rest).length === 0 ? undefined : rest,
  }
  return { kind: 'event', event }
}

const entityKeyOf = (type: EventType, siteId: number, data: EventData): string | undefined => {
  if (type.key.length === 0) return String(siteId)
  for (const names of [type.key, type.orElse ?? []]) {
    const values = names.map((name) => idOf(memberOf(data, name)))
    if (values.length > 0 && values.every((value) => value !== undefined)) return values.join('/')
  }
  return undefined
}

const versionOf = (value: unknown): string | undefined =>
  typeof value === 'number' ? String(value) : idOf(value)

const isPlainId = (value: unknown): value is string => typeof value === 'string' && plainId.test(value)

const noEnvelope = (detail: string, told: Partial<DeadLetter> = {}): DeadLetter => ({
  kind: 'dead',
  reason: 'no_envelope',
  detail,
  ...told,
})

/** A parser's message quotes what it stumbled over, which may be anything about a person. */
const whyUnparseable = (error: unknown): string => {
  if (error instanceof RangeError) return 'The body is nested too deep.'
  return error instanceof TypeError ? 'The body is no UTF-8.' : 'The body is no JSON.'
}
