// Public ids beside system ids, as events tell them: they resolve later events that name the public id alone.
import type { SeenId } from '../lakehouse/client-ids.ts'
import { idOf, memberOf } from './event-data.ts'
import type { ReceivedEvent } from './event-rows.ts'

const pairs = [
  ['clientId', 'clientUniqueId'],
  ['keptClientId', 'keptClientUniqueId'],
] as const

/** Pairs of ids in the data of an event, seen when the event happened. */
export const seenIdsOf = ({ event, row }: ReceivedEvent): readonly SeenId[] =>
  pairs.flatMap(([publicName, uniqueName]) => {
    const clientId = idOf(memberOf(event.data, publicName))
    const uniqueId = idOf(memberOf(event.data, uniqueName))
    if (clientId === undefined || uniqueId === undefined) return []
    return { clientId, uniqueId, at: happenedAt(event.originatedAt, row.receivedAt).toISOString() }
  })

/** When it happened, or where the event names no usable time, when it came. */
const happenedAt = (originatedAt: string | undefined, receivedAt: Date): Date => {
  const at = new Date(originatedAt ?? '')
  return Number.isNaN(at.getTime()) ? receivedAt : at
}
