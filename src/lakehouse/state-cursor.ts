// A cursor as a person writes it: checked by the kind its stream has before anything is moved.
import { Problem } from '../core/errors.ts'
import { isLocalDate } from '../core/time.ts'
import { cursorKind } from '../source/cursor.ts'
import type { Cursor } from '../source/cursor.ts'
import type { Stream } from '../source/stream.ts'

interface Member {
  readonly name: string
  readonly form: 'instant' | 'day'
  readonly optional?: true
}

const members: Readonly<Record<Cursor['kind'], readonly Member[]>> = {
  full: [{ name: 'readAt', form: 'instant' }],
  modified: [
    { name: 'since', form: 'instant' },
    { name: 'wholeAt', form: 'instant', optional: true },
  ],
  window: [
    { name: 'until', form: 'day' },
    { name: 'from', form: 'day', optional: true },
    { name: 'lookbackAt', form: 'instant', optional: true },
    { name: 'wholeAt', form: 'instant', optional: true },
    { name: 'verifyingAt', form: 'instant', optional: true },
    { name: 'verifiedUntil', form: 'day', optional: true },
  ],
  snapshot: [{ name: 'day', form: 'day' }],
  parents: [
    { name: 'readAt', form: 'instant' },
    { name: 'from', form: 'day', optional: true },
  ],
}

const examples: Readonly<Record<Member['form'], string>> = {
  instant: '2026-06-30T12:00:00.000Z',
  day: '2026-06-30',
}

/**
 * Reads a cursor of a stream from JSON; `kind` may be left out.
 * @throws Problem USAGE when it is of another kind, lacks a member, has one too many, or lies after `now`: what happened until
 * then would never be read.
 */
export const parseCursor = (stream: Stream, text: string, now: Date): Cursor => {
  const kind = cursorKind(stream)
  const refused = (why: string): Problem =>
    new Problem('USAGE', {
      what: `This is no cursor of ${stream.name}: ${why}.`,
      remedy: `Give --cursor '${exampleOf(kind)}'.`,
    })
  const given = parsed(text)
  if (given === undefined) throw refused('it is no JSON object')
  if (given['kind'] !== undefined && given['kind'] !== kind) {
    throw refused(`its kind is ${JSON.stringify(given['kind'])}, not "${kind}"`)
  }
  const known = members[kind]
  for (const name of Object.keys(given)) {
    if (name !== 'kind' && !known.some((member) => member.name === name)) {
      throw refused(`"${name}" means nothing in it`)
    }
  }
  for (const { name, form, optional } of known) {
    const value = given[name]
    if (value === undefined && optional === true) continue
    if (!isOfForm(value, form)) throw refused(`"${name}" must be written like ${examples[form]}`)
    if (Date.parse(value) > now.getTime()) throw refused(`"${name}" lies in the future`)
  }
  // The kind comes first, as in a cursor a sync has written.
  return { kind, ...given } as Cursor
}

const parsed = (text: string): Readonly<Record<string, unknown>> | undefined => {
  try {
    const value: unknown = JSON.parse(text)
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isObject ? (value as Readonly<Record<string, unknown>>) : undefined
  } catch {
    // The caller says what is expected; the parser's own message says less.
    return undefined
  }
}

const isOfForm = (value: unknown, form: Member['form']): value is string => {
  if (typeof value !== 'string') return false
  if (form === 'day') return isLocalDate(value)
  return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/.test(value) && !Number.isNaN(Date.parse(value))
}

const exampleOf = (kind: Cursor['kind']): string =>
  JSON.stringify({
    kind,
    ...Object.fromEntries(
      members[kind]
        .filter(({ optional }) => optional !== true)
        .map(({ name, form }) => [name, examples[form]]),
    ),
  })
