// What a quirk's switch is made of.
import type { Answer } from './answers.ts'
import { withEach } from './effect.ts'
import type { Exchange, Fields } from './effect.ts'

/** How the simulated API behaves while a quirk is switched on. */
export interface Switch {
  /** Part of the path of the calls it concerns. */
  readonly path: string
  /** Another answer where the quirk shows; the same object where it does not. */
  readonly answer?: (answer: Answer, exchange: Exchange) => Answer
  /** How late answers come. */
  readonly delayMs?: number
}

/** Edits each record of an answer; a record given back as it is does not count as met. */
export const each =
  (edit: (record: Fields, nth: number) => Fields): NonNullable<Switch['answer']> =>
  (answer) =>
    withEach(answer, edit)

export const listOf = (record: Fields, name: string): readonly Fields[] =>
  Array.isArray(record[name]) ? (record[name] as readonly Fields[]) : []

export const recordOf = (record: Fields, name: string): Fields | undefined => {
  const value = record[name]
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined
}

/** A record without some of its fields; the same where it has none of them. */
export const without = (record: Fields, names: readonly string[]): Fields =>
  names.some((name) => name in record)
    ? Object.fromEntries(Object.entries(record).filter(([name]) => !names.includes(name)))
    : record
