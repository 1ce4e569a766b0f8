// How the receiver is: whether it can store events, how much room the disk has, and how far the drain is behind.
import { statfs } from 'node:fs/promises'
import type { Control } from '../control/database.ts'
import { inboxWaiting } from '../control/inbox-waiting.ts'
import type { InboxWaiting } from '../control/inbox-waiting.ts'
import type { WriteHealth } from './group-commit.ts'

export interface Condition {
  /** Whether events are taken. A late drain does not count: what waits is safe, and refusing more would lose it. */
  readonly isReady: boolean
  readonly inbox: { readonly isWritable: boolean; readonly since: Date }
  readonly disk: { readonly freeBytes: number | undefined; readonly isEnough: boolean }
  /** Undefined where the database does not answer. */
  readonly waiting: InboxWaiting | undefined
  /** Age of the oldest event that waits for the drain; 0 when none does. */
  readonly lagSeconds: number | undefined
}

/** Below it SQLite, the lake and a build have no room to breathe. */
const leastFreeBytes = 64 * 1024 * 1024

export interface ConditionParts {
  readonly control: Control
  readonly home: string
  readonly now: () => Date
  readonly health: () => WriteHealth
}

const freeBytesOf = async (home: string): Promise<number | undefined> => {
  try {
    const { bavail, bsize } = await statfs(home)
    return bavail * bsize
  } catch {
    // A folder that cannot be asked is told as unknown, and not as enough.
    return undefined
  }
}

const waitingIn = async (control: Control): Promise<InboxWaiting | undefined> => {
  try {
    return await inboxWaiting(control)
  } catch {
    // The database is away: told as not ready, which is what the caller asks.
    return undefined
  }
}

export const conditionOf = async ({ control, home, now, health }: ConditionParts): Promise<Condition> => {
  const freeBytes = await freeBytesOf(home)
  const waiting = await waitingIn(control)
  const { isOk, since } = health()
  const isWritable = isOk && waiting !== undefined
  const isEnough = freeBytes !== undefined && freeBytes >= leastFreeBytes
  const oldest = waiting?.oldestReceivedAt
  return {
    isReady: isWritable && isEnough,
    inbox: { isWritable, since },
    disk: { freeBytes, isEnough },
    waiting,
    lagSeconds:
      waiting === undefined
        ? undefined
        : oldest === undefined
          ? 0
          : Math.max(0, (now().getTime() - oldest.getTime()) / 1_000),
  }
}
