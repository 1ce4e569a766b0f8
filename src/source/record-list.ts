// The records of a parsed answer, found where and in the form its card says.
import { Problem } from '../core/errors.ts'
import type { Row } from './records.ts'
import type { Stream } from './stream.ts'

/** The part of a card that tells where records lie in an answer. */
export type RecordPlace = Pick<Stream, 'rows' | 'holds'>

/**
 * The records of a parsed body, one each; a null between records keeps its place, since the API counts it. An absent or null
 * list is empty; so is a record that is absent, null or without a single member. Bare strings become `{Value}`; nulls between
 * them are no records.
 * @throws Problem ANSWER_BROKEN when something else is there.
 */
export const recordsIn = (body: unknown, place: RecordPlace): readonly (Row | null)[] => {
  const found = memberAt(body, place.rows)
  if (found === null || found === undefined) return []
  switch (place.holds) {
    case 'records':
      if (isRecordList(found)) return found
      break
    case 'object':
      if (isObject(found)) return Object.keys(found).length === 0 ? [] : [found]
      break
    case 'strings':
      if (Array.isArray(found) && found.every(isBare)) {
        return found.filter((value) => value !== null).map((value) => ({ Value: value }))
      }
      break
    case 'text':
      if (isBare(found)) return [{ Value: found }]
  }
  const where = place.rows === '' ? '' : ` at ${place.rows}`
  throw new Problem('ANSWER_BROKEN', { what: `Mindbody answered without ${words[place.holds]}${where}.` })
}

const words: Readonly<Record<Stream['holds'], string>> = {
  records: 'a list of records',
  object: 'a record',
  strings: 'a list of texts',
  text: 'a text',
}

/** The answer itself for an empty path. */
const memberAt = (body: unknown, path: string): unknown => {
  let found = body
  for (const name of path === '' ? [] : path.split('.')) {
    if (found === null || found === undefined) return undefined
    found = (found as Readonly<Record<string, unknown>>)[name]
  }
  return found
}

const isRecordList = (value: unknown): value is readonly (Row | null)[] =>
  Array.isArray(value) && value.every((row) => row === null || isObject(row))

const isObject = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isBare = (value: unknown): boolean => value === null || typeof value !== 'object'
