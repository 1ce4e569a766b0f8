// What an event makes out of date, as marks: keys that the next sync pulls first.
import { addDays, isLocalDate } from '../core/time.ts'
import { idOf, isObject, memberOf } from './event-data.ts'
import type { EventData } from './event-data.ts'
import type { EventType, Rule } from './event-types.ts'

/** A row of `meta.dirty_keys`, in the words of its `ask`. */
export interface Mark {
  readonly stream: string
  readonly ask: 'key' | 'alias' | 'parent' | 'whole' | 'days'
  readonly key: string
}

/**
 * Days around today that are looked at again where an event says only that classes have changed: those that were just held,
 * and a month ahead. Later ones come with the daily sync.
 */
export const soonDays = { back: 8, ahead: 30 }

/**
 * The marks of an event, without regard to any other: whatever order events come in, the same keys are dirty in the end.
 * A client known by the public id alone is marked as `alias`, of `clients` and of streams asked per client.
 * @param today the day on the clock of UTC; a day too many on either side stands for the zones.
 */
export const marksOf = (
  { rules }: Pick<EventType, 'rules'>,
  data: EventData,
  today: string,
): readonly Mark[] =>
  rules.filter((rule) => isSold(rule, data)).flatMap((rule) => marksOfRule(rule, data, today))

const marksOfRule = (rule: Rule, data: EventData, today: string): readonly Mark[] => {
  const { stream, ask, field, until, each } = rule
  if (ask === 'whole') return [{ stream, ask, key: '' }]
  if (ask === 'soon') {
    return [
      { stream, ask: 'days', key: daysKey(addDays(today, -soonDays.back), addDays(today, soonDays.ahead)) },
    ]
  }
  if (ask === 'span') {
    const [from, to] = [dayOf(data, field), dayOf(data, until)]
    if (from === undefined) return []
    return [{ stream, ask: 'days', key: daysKey(from, to === undefined || to < from ? from : to) }]
  }
  const entries = each === undefined ? [data] : listOf(data, each)
  return entries.flatMap((entry): readonly Mark[] => {
    const key = idIn(entry, field)
    if (key !== undefined) return [{ stream, ask, key }]
    const alias = idIn(entry, rule.alias)
    return alias === undefined ? [] : [{ stream, ask: 'alias', key: alias }]
  })
}

/** `from..to`, both days included. */
const daysKey = (from: string, to: string): string => `${from}..${to}`

const idIn = (data: EventData, name: string | undefined): string | undefined =>
  name === undefined ? undefined : idOf(memberOf(data, name))

/** The day of a local time, as it stands; of 31 February there is none. */
const dayOf = (data: EventData, name: string | undefined): string | undefined => {
  const value = name === undefined ? undefined : memberOf(data, name)
  const day = typeof value === 'string' ? value.slice(0, 10) : ''
  return isLocalDate(day) ? day : undefined
}

const listOf = (data: EventData, name: string): readonly EventData[] => {
  const list = memberOf(data, name)
  return Array.isArray(list) ? list.filter(isObject) : []
}

const isSold = ({ sold }: Rule, data: EventData): boolean =>
  sold === undefined ||
  listOf(data, 'items').some((item) => {
    const type = memberOf(item, 'type')
    return typeof type === 'string' && sold.includes(type)
  })
