// Events of the simulated studio: who is subscribed, what is on its way, and how it is delivered.
import type { Business } from './business.ts'
import { happeningsOf } from './events-diff.ts'
import type { Happening } from './events-list.ts'
import { eventData } from './events-makers.ts'
import { stateOf } from './events-state.ts'
import type { Studio } from './life.ts'
import type { ControlParts } from './push-control.ts'
import { politeSender, type PushOptions } from './push-options.ts'
import { createQueue, type Delivered, type Delivery } from './push-queue.ts'
import {
  changeStatus,
  createSubscriptions,
  type Subscription,
  type SubscriptionStatus,
  type Wish,
} from './push-subscriptions.ts'
import { answersHead, sender } from './push-wire.ts'
import type { Message } from './push-words.ts'
import type { ApiRecord } from './records.ts'

/** What tests and the command line have of the events. */
export interface Push {
  /** Base URL of the control plane: `http://127.0.0.1:PORT/push/api/v1`. */
  readonly url: string
  readonly subscriptions: readonly Readonly<Subscription>[]
  /** Every attempt since the start, in the order they were due. */
  readonly deliveries: readonly Delivery[]
  /** Messages on their way. */
  readonly pending: readonly Message[]
  /** Makes every attempt that is due by the simulated now. */
  deliver(): Promise<Delivered>
  /** Changes some of the options. */
  setOptions(options: Partial<PushOptions>): void
  /**
   * Tells an event that was not lived: of the thing that the given numbers choose (`{classId: 95123}`), with the given fields in
   * their places; all fields are given for an event nobody has described.
   */
  tell(siteId: number, eventId: string, given?: ApiRecord): void
  /** Subscribes without asking the address; Active from the start unless told otherwise. */
  subscribe(wish: Wish & { readonly status?: SubscriptionStatus }): Readonly<Subscription>
  setStatus(subscriptionId: string, status: SubscriptionStatus): void
}

interface PushParts {
  readonly business: Business
  readonly now: () => number
  readonly url: () => string
  /** Delivers by itself, so many real ms after the round before; otherwise only when told to. */
  readonly everyMs: number | undefined
}

interface PushOffice {
  readonly push: Push
  readonly control: ControlParts
  /** Lives days and queues what is to be told of them; no more than living where nobody is told. */
  live(days: number): void
  /** Changes a studio by hand at the simulated now, and queues what is to be told of that. */
  edit(siteId: number, change: (studio: Studio, at: number) => void): void
  /** Ends what is under way. */
  close(): Promise<void>
}

/** Studios of a business before something happens, and what is to be told of them after it. */
const watch = (studios: readonly Studio[], from: number): ((to: number) => readonly Happening[]) => {
  const before = studios.map((studio) => ({ studio, state: stateOf(studio, from) }))
  return (to) =>
    before
      .flatMap(({ studio, state }) =>
        happeningsOf({ studio, before: state, after: stateOf(studio, to), from, to }),
      )
      .toSorted((one, other) => one.at - other.at)
}

/** Opens the events of one sandbox. */
export const openPush = ({ business, now, url, everyMs }: PushParts): PushOffice => {
  let options = politeSender
  const subscriptions = createSubscriptions(business.seed)
  const current = (): PushOptions => options
  const closing = new AbortController()
  const { signal } = closing
  const wire = { signal, timeoutMs: () => options.timeoutMs }
  const queue = createQueue({ seed: business.seed, options: current, send: sender(wire), signal })
  const answers = async (address: string): Promise<boolean> => {
    if (options.refuseUrlTimes > 0) {
      options = { ...options, refuseUrlTimes: options.refuseUrlTimes - 1 }
      return false
    }
    return answersHead(wire, address)
  }
  const isHeard = (): boolean => subscriptions.list.some(({ status }) => status === 'Active')
  const studioOf = (siteId: number): Studio => {
    const studio = business.studios.find(({ plan }) => plan.siteId === siteId)
    if (studio === undefined) throw new RangeError(`no simulated site ${siteId}`)
    return studio
  }
  const found = (subscriptionId: string): Subscription => {
    const subscription = subscriptions.find(subscriptionId)
    if (subscription === undefined) throw new RangeError(`no subscription ${subscriptionId}`)
    return subscription
  }
  let under: Promise<Delivered> = Promise.resolve({ attempted: 0, delivered: 0, failed: 0 })
  const push: Push = {
    get url() {
      return url()
    },
    subscriptions: subscriptions.list,
    deliveries: queue.log,
    get pending() {
      return queue.pending
    },
    deliver: () => {
      // One round after the other: two at once would attempt a message twice.
      under = under.then(() => queue.deliver(now()))
      return under
    },
    setOptions: (changes) => {
      options = { ...options, ...changes }
    },
    tell: (siteId, eventId, given = {}) => {
      const at = now()
      const data = eventData(studioOf(siteId), eventId, given, at)
      queue.take([{ siteId, eventId, at, data }], subscriptions.list, at)
    },
    subscribe: ({ status = 'Active', ...wish }) => {
      const subscription = subscriptions.add(wish, now())
      changeStatus(subscription, status, now())
      return subscription
    },
    setStatus: (subscriptionId, status) => changeStatus(found(subscriptionId), status, now()),
  }
  const timer = everyMs === undefined ? undefined : setInterval(() => void push.deliver(), everyMs)
  timer?.unref()
  return {
    push,
    close: async () => {
      clearInterval(timer)
      closing.abort()
      await under
    },
    control: { subscriptions, options: current, answers },
    live: (days) => {
      if (!isHeard() || days < 1) return business.advance(days)
      for (let lived = 0; lived < days; lived += 1) {
        const happened = watch(business.studios, business.now)
        business.advance(1)
        queue.take(happened(business.now), subscriptions.list, business.now)
      }
    },
    edit: (siteId, change) => {
      const studio = studioOf(siteId)
      const at = now()
      const happened = isHeard() ? watch([studio], at) : undefined
      change(studio, at)
      if (happened !== undefined) queue.take(happened(at), subscriptions.list, at)
    },
  }
}
