// What webhooks change about the reading of everything: Mindbody asks for all clients once a day beside its events.
import type { Config } from '../core/config.ts'

/** Streams that are read whole once a day where webhooks are configured, however seldom the others are. */
const dailyWhole = ['clients'] as const

/** The configuration as a sync and a plan take it. */
export const withDailyWhole = (config: Config): Config & { readonly verify_daily: readonly string[] } => ({
  ...config,
  verify_daily: config.webhooks === undefined ? [] : dailyWhole,
})
