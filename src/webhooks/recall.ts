// Recalling: an event that says with ids alone that something is gone is completed by what was told of it before.
import type { Duck } from '../lakehouse/duck.ts'
import { quoteList, quoteName, quoteText } from '../lakehouse/duck.ts'
import type { EventData } from './event-data.ts'
import type { ReceivedEvent } from './event-rows.ts'

/** Data of the event, and of all that was ever told of its entity; an alternative is a reading of its own. */
export const readingsOf = async (
  duck: Duck,
  siteId: number,
  events: readonly ReceivedEvent[],
  relations: ReadonlySet<string>,
): Promise<ReadonlyMap<ReceivedEvent, readonly EventData[]>> => {
  const readings = new Map<ReceivedEvent, readonly EventData[]>()
  for (const [entity, own] of byEntity(events)) {
    const told = await toldOf(duck, siteId, entity, own, relations)
    for (const received of own) {
      const { data, entityKey } = received.event
      // Recalled members first: what the event itself says counts more.
      const recalled = (told.get(entityKey) ?? []).map((members) => ({ ...members, ...data }))
      readings.set(received, recalled.length === 0 ? [data] : recalled)
    }
  }
  return readings
}

const byEntity = (events: readonly ReceivedEvent[]): ReadonlyMap<string, readonly ReceivedEvent[]> => {
  const groups = new Map<string, ReceivedEvent[]>()
  for (const received of events) {
    const { type } = received.event
    if (type?.recalls === undefined) continue
    const group = groups.get(type.entity)
    if (group === undefined) groups.set(type.entity, [received])
    else group.push(received)
  }
  return groups
}

const toldOf = async (
  duck: Duck,
  siteId: number,
  entity: string,
  events: readonly ReceivedEvent[],
  relations: ReadonlySet<string>,
): Promise<ReadonlyMap<string, readonly EventData[]>> => {
  const [first] = events
  const { recalls = [], recallsFrom } = first?.event.type ?? {}
  const keys = quoteList(events.map(({ event }) => event.entityKey))
  const told = (name: string): string => `("Data" ->> ${quoteText(`$.${name}`)})`
  const members = recalls.map((name) => `${quoteText(name)}, ${told(name)}`)
  const any = recalls.map((name) => `${told(name)} is not null`).join(' or ')
  const sources = [
    `select "EntityKey" as entity_key, json_object(${members.join(', ')})::varchar as members
     from raw.webhook_events where "SiteId" = ${siteId} and starts_with("EventId", ${quoteText(`${entity}.`)})
       and "EntityKey" in (select unnest(${keys})) and (${any})`,
  ]
  if (recallsFrom !== undefined && relations.has(recallsFrom.stream)) {
    const value = `${quoteName(recallsFrom.field)}::varchar`
    sources.push(`select "Id"::varchar, json_object(${quoteText(recalls[0] ?? '')}, ${value})::varchar
      from raw.${quoteName(recallsFrom.stream)} where "SiteId" = ${siteId} and ${value} is not null
        and "Id"::varchar in (select unnest(${keys}))`)
  }
  const rows = await duck.rows<{ entity_key: string; members: string[] }>(
    `select entity_key, list(distinct members order by members) as members from (${sources.join(' union all ')}) group by 1`,
  )
  return new Map(
    rows.map(({ entity_key: key, members: texts }) => [
      key,
      texts.map((text) => JSON.parse(text) as EventData),
    ]),
  )
}
