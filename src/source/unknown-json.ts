// Looks into JSON of unknown shape that somebody else wrote.
import { Problem } from '../core/errors.ts'

/**
 * What an answer of Mindbody holds; whole numbers beyond 2^53 are rounded.
 * @throws Problem ANSWER_BROKEN where it is no JSON.
 */
export const answeredJson = (text: Buffer): unknown => {
  try {
    return JSON.parse(text.toString('utf8')) as unknown
  } catch {
    // The parser's own message quotes the text around the fault, a token or a client's name: the cause is left out on purpose.
    throw new Problem('ANSWER_BROKEN', { what: 'Mindbody answered with a body that is not JSON.' })
  }
}

/** The value as an object, or undefined when it is a list, null or no object at all. */
export const objectOf = (value: unknown): Readonly<Record<string, unknown>> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined
