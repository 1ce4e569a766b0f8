// A desk for tests: the test server as Mindbody, a control database in memory, a clock that the test moves, and no waiting.
import { storeDeliveries } from '../../src/control/inbox.ts'
import { noteHead } from '../../src/control/webhook-paths.ts'
import { silentLog } from '../../src/core/log.ts'
import type { Sighting } from '../../src/source/look-at.ts'
import type { Desk } from '../../src/webhooks/desk.ts'
import { now as beginning, openPush } from './open-push.ts'
import type { PushTest } from './open-push.ts'

export interface DeskTest extends PushTest {
  readonly desk: Desk
  /** What the desk slept, in ms; the clock went on meanwhile. */
  readonly sleeps: number[]
  /** Addresses it looked at. */
  readonly looked: string[]
  /** What the next looks see; then the receiver. */
  readonly sights: Sighting[]
  /** Moves the clock on. */
  pass(hours: number): void
  /** A delivery comes in by a path and is accepted. */
  accept(path: string, count?: number): Promise<void>
}

export const publicUrl = 'https://hooks.example.com'
export const order = {
  publicUrl,
  basePath: '/hooks/mindbody',
  eventIds: ['client.updated'],
  referenceId: 'studio',
}
const receiver: Sighting = { kind: 'answered', status: 405, allow: 'HEAD, POST' }

/** Opens everything; Mindbody's HEAD is taken for seen when a subscription is made. */
export const openDesk = async (
  configured = { path: '/hooks/mindbody', hasKeys: false },
  baseUrl?: string,
): Promise<DeskTest> => {
  let at = beginning.getTime()
  const now = (): Date => new Date(at)
  const opened = await openPush(baseUrl, now)
  const { control, push } = opened
  const [sleeps, looked, sights]: [number[], string[], Sighting[]] = [[], [], []]
  let told = 0
  const desk: Desk = {
    control,
    push,
    configured,
    now,
    log: silentLog(),
    sleep: (ms) => {
      sleeps.push(ms)
      at += ms
      return Promise.resolve()
    },
    look: async (url) => {
      looked.push(url)
      const path = new URL(url).pathname
      await noteHead(control, path, now())
      return sights.shift() ?? receiver
    },
  }
  return {
    ...opened,
    desk,
    sleeps,
    looked,
    sights,
    pass: (hours) => {
      at += hours * 3_600_000
    },
    accept: async (path, count = 1) => {
      const deliveries = Array.from({ length: count }, () => ({
        id: (told += 1).toString(16).padStart(64, '0'),
        receivedAt: now(),
        path,
        keyId: 'any',
        body: Buffer.from('{}'),
      }))
      await storeDeliveries(control, deliveries)
    },
  }
}
