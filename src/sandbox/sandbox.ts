// The simulated Mindbody: a studio business and a server that speaks the Public API v6 over it, on loopback.
import type { AddressInfo } from 'node:net'
import { dayMs } from './calendar.ts'
import { createBusiness, type Business, type BusinessOptions } from './business.ts'
import type { Studio } from './life.ts'
import { createFaults, type Fault } from './faults.ts'
import { createQuirks, type QuirkSwitchName } from './quirk-switches.ts'
import { openPush, type Push } from './push.ts'
import { pushPath } from './push-control.ts'
import { basePath } from './respond.ts'
import { openServer, type Call } from './server.ts'
import { clearShelves } from './shelf.ts'
import { callOff, changeProfile, type ProfileChange } from './studio-edits.ts'
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
  /** The simulated instant, UTC ms. */
  readonly now: number
  /** Events of the studio, for who is subscribed. */
  readonly push: Push
  /** Something done by hand at the simulated now; what events tell of it is queued. */
  edit(siteId: number, change: (studio: Studio, at: number) => void): void
  /** Calls a class off and takes its clients off the roster. */
  cancelClass(siteId: number, classId: number): void
  /** Changes a client's profile, by the public id. */
  changeClient(siteId: number, clientId: string, change: ProfileChange): void
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
  let origin = ''
  const office = openPush({
    business,
    now,
    url: () => `${origin}${pushPath}`,
    everyMs: frozen ? undefined : 250,
  })
  const { push, control } = office
  const edit: Sandbox['edit'] = (siteId, change) => {
    office.edit(siteId, change)
    clearShelves(business)
  }
  const advance = (days: number): void => {
    office.live(days)
    movedAt = Date.now()
    hoursMs = 0
  }
  const hand = { studios: business.studios, push, now, advance, edit }
  const parts = { business, tokens, faults, quirks, calls, latencyMs, now, control, hand }
  const server = await openServer(parts, port)
  const address = server.address() as AddressInfo
  origin = `http://127.0.0.1:${address.port}`
  return {
    url: `${origin}${basePath}`,
    business,
    calls,
    advance,
    advanceHours: (hours) => {
      hoursMs += hours * 3_600_000
    },
    setFaults: (list) => faults.set(list),
    setQuirks: (names) => quirks.set(names),
    quirksMet: (name) => quirks.met(name),
    get now() {
      return now()
    },
    push,
    edit,
    cancelClass: (siteId, classId) => edit(siteId, callOff(classId)),
    changeClient: (siteId, clientId, change) => edit(siteId, changeProfile(clientId, change)),
    close: async () => {
      await office.close()
      await new Promise<void>((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)))
        server.closeAllConnections()
      })
    },
  }
}
