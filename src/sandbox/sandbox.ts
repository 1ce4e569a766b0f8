// The simulated Mindbody: a studio business and a server that speaks the Public API v6 over it, on loopback.
import type { AddressInfo } from 'node:net'
import { dayMs } from './calendar.ts'
import { createBusiness, type Business, type BusinessOptions } from './business.ts'
import { createFaults, type Fault } from './faults.ts'
import { createQuirks, type QuirkSwitchName } from './quirk-switches.ts'
import { basePath } from './respond.ts'
import { openServer, type Call } from './server.ts'
import { createTokens } from './tokens.ts'

export interface SandboxOptions extends BusinessOptions {
  /** 0 (default) = any free port. */
  readonly port?: number
  /** True (default): the simulated clock moves by `advance` only. False: it runs on from the business's now. */
  readonly frozen?: boolean
  /** Added to every answer. */
  readonly latencyMs?: number
  /** Quirks of the real API switched on from the start. */
  readonly quirks?: readonly QuirkSwitchName[]
}

export interface Sandbox {
  /** Base URL to configure: `http://127.0.0.1:PORT/public/v6`. */
  readonly url: string
  readonly business: Business
  /** Every call since the start, oldest first. */
  readonly calls: readonly Call[]
  /** Lives some more days; the clock moves with them and tokens expire by it. */
  advance(days: number): void
  /** Moves the clock alone, until the next `advance`: nothing happens at the studio. */
  advanceHours(hours: number): void
  /** Replaces the armed faults. */
  setFaults(faults: readonly Fault[]): void
  /** Replaces the quirks that are switched on. */
  setQuirks(names: readonly QuirkSwitchName[]): void
  /** Answers each quirk has changed since it was switched on. */
  quirksMet(name: QuirkSwitchName): number
  close(): Promise<void>
}

/** Lives the business to its now and opens the server. */
export const startSandbox = async (options: SandboxOptions = {}): Promise<Sandbox> => {
  const { port = 0, frozen = true, latencyMs = 0 } = options
  const business = createBusiness(options)
  const faults = createFaults()
  const quirks = createQuirks()
  quirks.set(options.quirks ?? [])
  const calls: Call[] = []
  let movedAt = Date.now()
  let hoursMs = 0
  // A clock that runs or is moved by hours may come at most to the next day, which only advance() begins.
  const now = (): number => business.now + Math.min(hoursMs + (frozen ? 0 : Date.now() - movedAt), dayMs - 1)
  const tokens = createTokens(business.seed)
  const server = await openServer({ business, tokens, faults, quirks, calls, latencyMs, now }, port)
  const address = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${address.port}${basePath}`,
    business,
    calls,
    advance: (days) => {
      business.advance(days)
      movedAt = Date.now()
      hoursMs = 0
    },
    advanceHours: (hours) => {
      hoursMs += hours * 3_600_000
    },
    setFaults: (list) => faults.set(list),
    setQuirks: (names) => quirks.set(names),
    quirksMet: (name) => quirks.met(name),
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)))
        server.closeAllConnections()
      }),
  }
}
