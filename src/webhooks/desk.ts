// What work on subscriptions needs at hand: both sides' records, a clock, and eyes.
import type { Control } from '../control/database.ts'
import type { Log } from '../core/log.ts'
import type { Sighting } from '../source/look-at.ts'
import type { PushClient } from '../source/push-client.ts'

export interface Desk {
  readonly control: Control
  readonly push: PushClient
  readonly log: Log
  /** Mindbody's clock, as far as it is known: gaps and overlaps are stretches of its time. */
  readonly now: () => Date
  readonly sleep: (ms: number) => Promise<void>
  /** Asks an address of ours, as anybody could. */
  readonly look: (url: string) => Promise<Sighting>
  /** What the configuration says of subscriptions that were made elsewhere. */
  readonly configured: { readonly path: string; readonly hasKeys: boolean }
}
