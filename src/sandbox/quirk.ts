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
