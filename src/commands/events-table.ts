// The table of events in docs/webhooks.md: what each makes the next sync pull, printed from the event types.
import { Problem } from '../core/errors.ts'
import { soonDays } from '../webhooks/dirty.ts'
import { eventTypes } from '../webhooks/event-types.ts'
import type { EventType, Rule } from '../webhooks/event-types.ts'

const begin = '<!-- events -->'
const end = '<!-- /events -->'

const code = (text: string): string => `\`${text}\``

/** Field or fields that name what is pulled. */
const named = ({ field, alias, each }: Rule): string => {
  const inside = (name: string): string => code(each === undefined ? name : `${each}.${name}`)
  const names = [field, alias].filter((name) => name !== undefined).map(inside)
  return names.join(', else ')
}

const words = (rule: Rule): string => {
  const { stream, ask, field = '', until = '', sold } = rule
  const only = sold === undefined ? '' : `, where ${sold.join(' or ')} is sold`
  switch (ask) {
    case 'key':
      return `${code(stream)} by ${named(rule)}${only}`
    case 'parent':
      return `all ${code(stream)} of ${named(rule)}${only}`
    case 'whole':
      return `${code(stream)} whole`
    case 'soon':
      return `${code(stream)} from ${soonDays.back} days ago to ${soonDays.ahead} ahead`
    case 'span':
      return `${code(stream)} from ${code(field)} to ${code(until)}`
  }
}

/** Events that make the same out of date share a row. */
const rowsOf = (types: Readonly<Record<string, EventType>>): readonly string[] => {
  const rows = new Map<string, string[]>()
  for (const [eventId, { rules, recalls = [] }] of Object.entries(types)) {
    const recalled =
      recalls.length === 0
        ? ''
        : ` (${recalls.map(code).join(', ')} as told before: this event holds ids alone)`
    const pulled = `${rules.map(words).join('; ')}${recalled}`
    rows.set(pulled, [...(rows.get(pulled) ?? []), eventId])
  }
  return [...rows].map(([pulled, eventIds]) => `| ${eventIds.map(code).join(', ')} | ${pulled} |`)
}

/**
 * docs/webhooks.md with its table of events as the code says.
 * @throws Problem INTERNAL when the marks between which the table stands are missing.
 */
export const withEventsTable = (page: string): string => {
  const [from, to] = [page.indexOf(begin), page.indexOf(end)]
  if (from < 0 || to < from) {
    throw new Problem('INTERNAL', {
      what: `docs/webhooks.md has no place for the events: ${begin} ... ${end}.`,
    })
  }
  const table = ['| event | what the next sync pulls first |', '|---|---|', ...rowsOf(eventTypes)]
  return `${page.slice(0, from + begin.length)}\n${table.join('\n')}\n${page.slice(to)}`
}
