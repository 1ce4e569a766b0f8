// Group commit: deliveries that arrive while the disk is busy go to the inbox together, in one transaction.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Delivery } from '../control/inbox-shape.ts'

export type Stored = 'new' | 'repeat'

export interface WriteHealth {
  readonly isOk: boolean
  /** Since when it is as it is. */
  readonly since: Date
  /** Of the last failure. */
  readonly error: unknown
}

export interface GroupCommit {
  /** Resolves when the delivery is durable; rejects when it could not be written. */
  store(delivery: Delivery): Promise<Stored>
  /** Resolves when what was handed over until now is written or refused. */
  settled(): Promise<void>
  /** How the last write went. */
  readonly health: WriteHealth
  /** When something was last written, or tried. */
  readonly triedAt: Date
  /** Writes something that changes nothing, to learn how the inbox is; never rejects. */
  probe(): Promise<void>
}

export interface GroupCommitOptions {
  /** Writes a group, durable when it resolves; one result each, in order. */
  readonly write: (deliveries: readonly Delivery[]) => Promise<readonly Stored[]>
  /** A write that changes nothing. */
  readonly writeNothing: () => Promise<void>
  readonly now: () => Date
  /** How long a write that fails is tried again while the inbox is well. */
  readonly retryWriteMs: number
  /** How long a delivery waits before it is refused, whatever may still become of it. */
  readonly storeMs: number
  /** Told of each change between well and failing. */
  readonly onHealth: (health: WriteHealth) => void
}

interface Waiting {
  readonly delivery: Delivery
  readonly resolve: (stored: Stored) => void
  readonly reject: (error: unknown) => void
}

/** So that one transaction stays short: others write to the same database. */
const largestGroup = { deliveries: 200, bytes: 4 * 1024 * 1024 }
const pauseMs = 50

/** Takes the next group off the queue; one delivery at least. */
const nextGroup = (queue: Waiting[]): readonly Waiting[] => {
  let bytes = 0
  const beyond = queue.findIndex(({ delivery }, index) => {
    bytes += delivery.body.byteLength
    return index === largestGroup.deliveries || (index > 0 && bytes > largestGroup.bytes)
  })
  return queue.splice(0, beyond < 0 ? queue.length : beyond)
}

export const createGroupCommit = (options: GroupCommitOptions): GroupCommit => {
  const { write, writeNothing, now, retryWriteMs, storeMs, onHealth } = options
  const queue: Waiting[] = []
  let health: WriteHealth = { isOk: true, since: now(), error: undefined }
  let triedAt = now()
  let running: Promise<void> | undefined

  const become = (isOk: boolean, error?: unknown): void => {
    triedAt = now()
    const isNews = health.isOk !== isOk
    health = { isOk, since: isNews ? now() : health.since, error }
    if (isNews) onHealth(health)
  }

  /** Another process may hold the lock for a moment: worth a second try, but only while there is hope and the sender waits. */
  const writeGroup = async (deliveries: readonly Delivery[]): Promise<readonly Stored[]> => {
    const giveUpAt = now().getTime() + (health.isOk ? retryWriteMs : 0)
    for (;;) {
      try {
        const stored = await write(deliveries)
        become(true)
        return stored
      } catch (error) {
        if (now().getTime() >= giveUpAt) {
          become(false, error)
          throw error
        }
      }
      await sleep(pauseMs)
    }
  }

  const drain = async (): Promise<void> => {
    // Requests of the same turn of the event loop join the first one's group.
    await new Promise((resolve) => setImmediate(resolve))
    while (queue.length > 0) {
      const group = nextGroup(queue)
      try {
        const stored = await writeGroup(group.map(({ delivery }) => delivery))
        group.forEach(({ resolve, reject }, index) => {
          const result = stored[index]
          if (result === undefined) reject(new Error('The inbox told less than it was given.'))
          else resolve(result)
        })
      } catch (error) {
        for (const { reject } of group) reject(error)
      }
    }
    running = undefined
  }

  return {
    store: (delivery) =>
      new Promise((resolve, reject) => {
        const waiting: Waiting = {
          delivery,
          resolve: (stored) => {
            clearTimeout(timer)
            resolve(stored)
          },
          reject: (error) => {
            clearTimeout(timer)
            reject(error)
          },
        }
        const timer = setTimeout(() => {
          // What is being written may still become durable: then the sender's next try is a repeat.
          const index = queue.indexOf(waiting)
          if (index >= 0) queue.splice(index, 1)
          const error = new Error(`The inbox did not answer within ${storeMs} ms.`)
          become(false, error)
          reject(error)
        }, storeMs)
        queue.push(waiting)
        running ??= drain()
      }),
    settled: () => running ?? Promise.resolve(),
    get health() {
      return health
    },
    get triedAt() {
      return triedAt
    },
    probe: () =>
      writeNothing().then(
        () => become(true),
        (error: unknown) => become(false, error),
      ),
  }
}
