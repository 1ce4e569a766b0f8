// The records of a page: parsed once, quickly where no number can be rounded, exactly where one could.
import { parseJson } from '../core/json.ts'
import { mayRound } from './long-numerals.ts'
import { recordsIn } from './record-list.ts'
import type { Row } from './records.ts'
import type { Stream } from './stream.ts'

/**
 * The records in an opened body, with the nulls between them; undefined where it is no JSON.
 * @throws Problem ANSWER_BROKEN when it holds something else than the records of its card.
 */
export const recordsOf = (text: Buffer, stream: Stream): readonly (Row | null)[] | undefined => {
  let body: unknown
  try {
    // The built-in parser is many times faster, and exact where no numeral is longer than a double holds.
    body = mayRound(text) ? parseJson(text.toString('utf8')).value : JSON.parse(text.toString('utf8'))
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
  return recordsIn(body, stream)
}
