// The quirks that can be switched on and off, and the switchboard of one sandbox.
import type { Answer } from './answers.ts'
import type { Exchange } from './effect.ts'
import type { Switch } from './quirk.ts'
import { saleQuirks } from './quirks-sales.ts'

const switches = { ...saleQuirks } as const satisfies Readonly<Record<string, Switch>>

export type QuirkSwitchName = keyof typeof switches

export interface Quirks {
  set(names: readonly QuirkSwitchName[]): void
  /** The answer as the quirks that are switched on make it. */
  apply(path: string, answer: Answer, exchange: Omit<Exchange, 'nth'>): Answer
  delayMs(path: string): number
  /** Answers that a quirk has changed or made late since it was switched on. */
  met(name: QuirkSwitchName): number
}

export const createQuirks = (): Quirks => {
  const met = new Map<QuirkSwitchName, number>()
  const concerned = (path: string): readonly (readonly [QuirkSwitchName, Switch])[] =>
    [...met.keys()]
      .map((name): readonly [QuirkSwitchName, Switch] => [name, switches[name]])
      .filter(([, quirk]) => path.includes(quirk.path))
  const count = (name: QuirkSwitchName): number => {
    const nth = met.get(name) ?? 0
    met.set(name, nth + 1)
    return nth
  }
  return {
    set: (names) => {
      met.clear()
      for (const name of names) met.set(name, 0)
    },
    apply: (path, answer, exchange) => {
      let quirky = answer
      for (const [name, quirk] of concerned(path)) {
        const before = quirky
        quirky = quirk.answer?.(before, { ...exchange, nth: met.get(name) ?? 0 }) ?? before
        if (quirky !== before || quirk.delayMs !== undefined) count(name)
      }
      return quirky
    },
    delayMs: (path) => concerned(path).reduce((most, [, { delayMs = 0 }]) => Math.max(most, delayMs), 0),
    met: (name) => met.get(name) ?? 0,
  }
}
