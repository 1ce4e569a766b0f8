// A quirk of the real API in words: what happens, when, and what the source does about it.
import type { QuirkSwitchName } from './quirk-switches.ts'

interface Described {
  /** What the API does, and from when to when as far as that is known. */
  readonly when: string
  /** What the source does about it. */
  readonly must: string
}

/**
 * `switch` = the sandbox behaves so while it is switched on · `data` = the simulated studios always are so · `webhooks` = it
 * concerns events, of which only the remedy by pulling can be shown.
 */
export type Quirk = Described &
  (
    | { readonly kind: 'switch'; readonly name: QuirkSwitchName }
    | { readonly kind: 'data' | 'webhooks'; readonly name: string }
  )

export const switchOf = (name: QuirkSwitchName, when: string, must: string): Quirk => ({
  kind: 'switch',
  name,
  when,
  must,
})
export const dataOf = (name: string, when: string, must: string): Quirk => ({
  kind: 'data',
  name,
  when,
  must,
})
export const webhooksOf = (name: string, when: string, must: string): Quirk => ({
  kind: 'webhooks',
  name,
  when,
  must,
})
