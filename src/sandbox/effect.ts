// An effect: what a fault or a quirk makes of an answer, and the tools to write one.
import { parseJson, stringifyJson } from '../core/json.ts'
import type { Answer } from './answers.ts'
import type { Incoming } from './respond.ts'

/** One call as an effect sees it. */
export interface Exchange {
  readonly incoming: Incoming
  /** The simulated instant, UTC ms. */
  readonly now: number
  /** How often the effect has struck before. */
  readonly nth: number
  /** What the API would say to another request. */
  readonly respond: (incoming: Incoming) => Answer
}

/** How the bytes of an answer go out. */
export type Delivery =
  | 'whole'
  /** The connection is cut without an answer. */
  | 'reset'
  | 'reset_after_headers'
  | 'reset_in_body'
  /** One byte after the other, `delayMs` apart. */
  | 'trickle'
  /** Blanks without an end after the body. */
  | 'endless'
  /** The stream of zipped bytes ends early, and its length says so: only unzipping it tells. */
  | 'gzip_cut'

export interface Effect {
  readonly answer?: (answer: Answer, exchange: Exchange) => Answer
  /** Headers of the answer by the server's time; an empty text leaves a header out. */
  readonly headers?: (now: number) => Readonly<Record<string, string>>
  readonly delivery?: Delivery
}

export type Fields = Readonly<Record<string, unknown>>

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const rawMark = /"@numeral:(-?[\d.]+)"/g

/** A number with more digits than a double holds, to stand in an edited row. */
export const numeral = (text: string): string => `@numeral:${text}`

interface Listed {
  readonly body: Fields
  /** The record that holds the list: the body, or the class of a roster. */
  readonly holder: Fields
  readonly name: string
  readonly rows: readonly Fields[]
}

const isList = (value: unknown): value is readonly Fields[] => Array.isArray(value) && value.every(isFields)

/** The list of an answer: of a page, of an unpaged answer, or of a class's roster. None in errors and bare texts. */
const listIn = (answer: Answer): Listed | undefined => {
  if (answer.status !== 200 || !answer.body.startsWith('{')) return undefined
  const body = parseJson(answer.body).value
  if (!isFields(body)) return undefined
  const holder = isFields(body['Class']) ? body['Class'] : body
  for (const [name, rows] of Object.entries(holder)) if (isList(rows)) return { body, holder, name, rows }
  return undefined
}

export const rowsIn = (answer: Answer): readonly Fields[] => listIn(answer)?.rows ?? []

/** An answer with its list edited; PageSize follows, and TotalResults by what was added or taken. */
export const withRows = (answer: Answer, edit: (rows: readonly Fields[]) => readonly Fields[]): Answer => {
  const listed = listIn(answer)
  if (listed === undefined) return answer
  const { body, holder, name } = listed
  const rows = edit(listed.rows)
  if (rows.length === listed.rows.length && rows.every((row, place) => row === listed.rows[place])) {
    return answer
  }
  const edited = { ...holder, [name]: rows }
  const whole = holder === body ? edited : { ...body, Class: edited }
  const text = stringifyJson(whole).replaceAll(rawMark, '$1')
  return withHead({ ...answer, body: text, rows: rows.length }, (head) => ({
    ...head,
    PageSize: rows.length,
    TotalResults: Math.max(0, Number(head['TotalResults']) + rows.length - listed.rows.length),
  }))
}

/** An answer with each of its records edited. */
export const withEach = (answer: Answer, edit: (record: Fields, nth: number) => Fields): Answer =>
  withRows(answer, (rows) => rows.map(edit))

const headPattern = /^\{"PaginationResponse":(\{[^}]*\})/

/** PaginationResponse of a page; undefined where an answer has none. */
export const headOf = (answer: Answer): Fields | undefined => {
  const text = headPattern.exec(answer.body)?.[1]
  return text === undefined ? undefined : (JSON.parse(text) as Fields)
}

/** An answer with its PaginationResponse edited. */
export const withHead = (answer: Answer, edit: (head: Fields) => Fields): Answer => {
  const head = headOf(answer)
  if (head === undefined) return answer
  const text = `{"PaginationResponse":${JSON.stringify(edit(head))}`
  return { ...answer, body: answer.body.replace(headPattern, () => text) }
}

/** A request with parameters set (a text) or left out (undefined), whatever their letter case and prefix. */
export const askedWith = (
  incoming: Incoming,
  changes: Readonly<Record<string, string | undefined>>,
): Incoming => {
  const url = new URL(incoming.url)
  const set = new Set(Object.keys(changes).map((name) => name.toLowerCase()))
  const kept = [...url.searchParams].filter(
    ([name]) => !set.has(name.toLowerCase().replace(/^request\./, '')),
  )
  const added = Object.entries(changes).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[`request.${name}`, value]],
  )
  url.search = new URLSearchParams([...kept, ...added]).toString()
  return { ...incoming, url }
}
