// Messages on their way: attempts in the order they are due by the simulated clock, every quarter of an hour until given up.
import { setTimeout as timer } from 'node:timers/promises'
import { hourMs, minuteMs } from './calendar.ts'
import { isEventId, type Happening } from './events-list.ts'
import type { PushOptions } from './push-options.ts'
import { changeStatus, type Subscription } from './push-subscriptions.ts'
import { messageOf, signatureOf, type Message } from './push-words.ts'
import { hashOf } from './random.ts'

/** One attempt. */
export interface Delivery {
  /** Simulated time it was due, UTC ms. */
  readonly at: number
  readonly messageId: string
  readonly subscriptionId: string
  readonly eventId: string
  /** Status of the answer; 0 = none came within the time. */
  readonly status: number
}

export interface Delivered {
  readonly attempted: number
  readonly delivered: number
  /** Given up. */
  readonly failed: number
}

interface Waiting {
  readonly message: Message
  readonly subscription: Subscription
  /** Simulated time of the next attempt. */
  dueAt: number
  readonly giveUpAt: number
  /** Among those due at one instant. */
  readonly rank: number
  /** The state of the subscription it was made under. */
  readonly turn: number
  /** Real time before which it is not tried again, ms. */
  restUntil: number
}

/** Sends one message; the status of the answer, or 0. */
export type Send = (message: Message, url: string, signature: string) => Promise<number>

/** A number in [0, 1) that a message always has. */
const shareOf = (message: Message, word: string): number =>
  hashOf(`${word}/${message.messageId}`) / 4_294_967_296

const isTaken = (status: number): boolean => status >= 200 && status < 300

/** Nothing is kept for who is not Active, nor for the time before a return. */
const isStillWanted = ({ subscription, turn }: Waiting): boolean =>
  subscription.status === 'Active' && subscription.turn === turn

/** Waits in real time, or until the sandbox is closed. */
const pause = async (ms: number, signal: AbortSignal): Promise<void> => {
  try {
    await timer(ms, undefined, { signal })
  } catch (error) {
    if (!signal.aborted) throw error
  }
}

export interface Queue {
  readonly log: readonly Delivery[]
  readonly pending: readonly Message[]
  /** Queues what happened for each subscription that is Active and wants it. */
  take(happenings: readonly Happening[], subscriptions: readonly Subscription[], now: number): void
  /** Makes every attempt that is due by now. */
  deliver(now: number): Promise<Delivered>
}

interface QueueParts {
  readonly seed: number
  readonly options: () => PushOptions
  readonly send: Send
  /** Ends a round of deliveries early. */
  readonly signal: AbortSignal
}

/** The queue of one sandbox. */
export const createQueue = ({ seed, options, send, signal }: QueueParts): Queue => {
  const log: Delivery[] = []
  let waiting: Waiting[] = []
  let made = 0
  const add = (message: Message, subscription: Subscription, now: number): void => {
    const { shuffle, duplicates, drop, retryForMs } = options()
    if (shareOf(message, 'drop') < drop) {
      // Lost on its way: the sender believes that it arrived.
      subscription.totals.attempted += 1
      subscription.totals.delivered += 1
      return
    }
    const lateMs = shuffle ? Math.floor(shareOf(message, 'late') * hourMs) : 0
    const first = Math.min(message.originatedAt + lateMs, now)
    const rank = shuffle ? hashOf(message.messageId) : made
    const { turn } = subscription
    const entry = {
      message,
      subscription,
      dueAt: first,
      giveUpAt: first + retryForMs,
      rank,
      turn,
      restUntil: 0,
    }
    waiting.push(entry)
    if (shareOf(message, 'twice') >= duplicates) return
    const again = Math.min(first + Math.floor(shareOf(message, 'again') * 30 * minuteMs), now)
    waiting.push({ ...entry, dueAt: again, giveUpAt: again + retryForMs })
  }
  const attempt = async (entry: Waiting): Promise<number> => {
    const { message, subscription } = entry
    return send(message, subscription.webhookUrl, signatureOf(subscription.messageSignatureKey, message.body))
  }
  /** Books the outcome of an attempt; true when the message was given up. */
  const settle = (entry: Waiting, status: number, now: number): boolean => {
    const { subscription, message } = entry
    const { totals } = subscription
    const { eventId, messageId, subscriptionId } = message
    log.push({ at: entry.dueAt, messageId, subscriptionId, eventId, status })
    totals.attempted += 1
    if (isTaken(status)) {
      totals.delivered += 1
      subscription.failedInARow = 0
      return false
    }
    totals.undelivered += 1
    subscription.failedInARow += 1
    const { retryEveryMs, retryPauseMs, deactivateAfterFailures } = options()
    entry.restUntil = Date.now() + retryPauseMs
    if (subscription.failedInARow >= deactivateAfterFailures) {
      const gone = 'DeactivatedTooManyFailedMessageDeliveryAttempts'
      changeStatus(subscription, gone, now, 'Too many deliveries failed.')
    }
    entry.dueAt += retryEveryMs
    if (entry.dueAt > entry.giveUpAt) {
      totals.failed += 1
      return true
    }
    waiting.push(entry)
    return false
  }
  return {
    log,
    get pending() {
      return waiting.filter(isStillWanted).map(({ message }) => message)
    },
    take: (happenings, subscriptions, now) => {
      for (const happening of happenings) {
        for (const subscription of subscriptions) {
          const { subscriptionId, status, eventIds } = subscription
          const { eventId } = happening
          // Nobody can ask for an event that is not described yet: it comes all the same.
          const isWanted = eventIds.includes(eventId) || !isEventId(eventId)
          if (status !== 'Active' || !isWanted || options().silent.includes(eventId)) continue
          made += 1
          add(messageOf(happening, { seed, nth: made, subscriptionId }), subscription, now)
        }
      }
    },
    deliver: async (now) => {
      const done = { attempted: 0, delivered: 0, failed: 0 }
      for (;;) {
        waiting = waiting
          .filter(isStillWanted)
          .sort((one, other) => one.dueAt - other.dueAt || one.rank - other.rank)
        const due = waiting.filter(({ dueAt }) => dueAt <= now)
        if (due.length === 0 || signal.aborted) return done
        const rested = due.filter(({ restUntil }) => restUntil <= Date.now())
        const batch = rested.slice(0, options().concurrency)
        if (batch.length === 0) {
          await pause(Math.min(...due.map(({ restUntil }) => restUntil)) - Date.now(), signal)
          continue
        }
        waiting = waiting.filter((entry) => !batch.includes(entry))
        const statuses = await Promise.all(batch.map(attempt))
        for (const [nth, entry] of batch.entries()) {
          const status = statuses[nth] ?? 0
          done.attempted += 1
          if (isTaken(status)) done.delivered += 1
          if (settle(entry, status, now)) done.failed += 1
        }
      }
    },
  }
}
