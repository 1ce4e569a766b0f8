// What an event says, whoever it was told through: two subscriptions tell one fact under two message ids.
import { stringifyJson } from '../core/json.ts'
import { sha256Of } from '../lakehouse/durable.ts'
import { sorted } from './event-data.ts'
import type { EventData } from './event-data.ts'

export interface Fact {
  readonly siteId: number
  readonly eventId: string
  /** As received. */
  readonly originatedAt: string | undefined
  /** Without card fields: a hash over four digits would tell them. */
  readonly data: EventData
}

/** SHA-256 over site, event, origination and data, hex; the order of members does not matter. */
export const factIdOf = ({ siteId, eventId, originatedAt, data }: Fact): string =>
  sha256Of(stringifyJson([siteId, eventId, originatedAt ?? null, sorted(data)]))
