// The quirks that can be switched on and off, and the switchboard of one sandbox.
import type { Answer } from './answers.ts'
import type { Exchange } from './effect.ts'
import type { Switch } from './quirk.ts'
import { classQuirks } from './quirks-classes.ts'
import { clientQuirks } from './quirks-clients.ts'
import { contractQuirks } from './quirks-contracts.ts'
import { pushQuirks } from './quirks-push.ts'
import { saleQuirks } from './quirks-sales.ts'
import { visitQuirks } from './quirks-visits.ts'
import { wireQuirks } from './quirks-wire.ts'

const switches = {
  ...classQuirks,
  ...clientQuirks,
  ...contractQuirks,
  ...pushQuirks,
  ...saleQuirks,
  ...visitQuirks,
  ...wireQuirks,
} as const satisfies Readonly<Record<string, Switch>>

export type QuirkSwitchName = keyof typeof switches

export const quirkSwitchNames: readonly string[] = Object.keys(switches)

export const isQuirkSwitchName = (name: string): name is QuirkSwitchName => Object.hasOwn(switches, name)

export interface Quirks {
  set(names: readonly QuirkSwitchName[]): void
  /** The answer as the quirks that are switched on make it. */
  apply(path: string, answer: Answer, exchange: Omit<Exchange, 'nth'>): Answer
  delayMs(path: string): number
  /** Answers that a quirk has changed or made late since it was switched on. */
  met(name: QuirkSwitchName): number
}

export const createQuirks = (): Quirks => {
  let on: { readonly name: QuirkSwitchName; readonly quirk: Switch; seen: number; met: number }[] = []
  const concerned = (path: string) => on.filter(({ quirk }) => path.includes(quirk.path))
  return {
    set: (names) => {
      on = names.map((name) => ({ name, quirk: switches[name], seen: 0, met: 0 }))
    },
    apply: (path, answer, exchange) => {
      let quirky = answer
      for (const entry of concerned(path)) {
        const before = quirky
        quirky = entry.quirk.answer?.(before, { ...exchange, nth: entry.seen }) ?? before
        entry.seen += 1
        if (quirky !== before || entry.quirk.delayMs !== undefined) entry.met += 1
      }
      return quirky
    },
    delayMs: (path) => Math.max(0, ...concerned(path).map(({ quirk }) => quirk.delayMs ?? 0)),
    met: (name) => on.find((entry) => entry.name === name)?.met ?? 0,
  }
}
