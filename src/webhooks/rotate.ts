// Rotating a signature key: Mindbody has no verb for it, so a second subscription takes over, and the first ends when nothing can be lost.
import { takeLease } from '../control/leases.ts'
import { addGap } from '../control/webhook-metrics.ts'
import { subscriptionsKnown } from '../control/webhook-subscriptions.ts'
import type { KnownSubscription } from '../control/webhook-subscriptions.ts'
import { Problem } from '../core/errors.ts'
import { activeStatus } from '../source/push-shapes.ts'
import { activate, remove } from './change.ts'
import type { Desk } from './desk.ts'
import { standingOf, standingsOf } from './standing.ts'
import { subscribe } from './subscribe.ts'

/** Mindbody tries a delivery for 3 hours; what the old subscription is still owed was told before the new one was active. */
export const overlapMs = 4 * 3_600_000

/** A rotation asks Mindbody a handful of times; one that was killed is taken over at once, or on another machine after 90 s. */
const leaseWaitMs = 120_000

export interface Rotation {
  readonly oldId: string
  readonly newId: string
  /** Both deliver since then. */
  readonly since: Date
  /** The new one has delivered an event. */
  readonly hasDelivered: boolean
  readonly warning?: string | undefined
}

export interface RotationOrder {
  /** Undefined = the host of the old one. */
  readonly publicUrl: string | undefined
  readonly basePath: string
}

/**
 * Makes and activates a subscription that takes the place of another, which goes on: from here on everything comes twice and
 * counts once. Cut short anywhere, the same command goes on where it stopped: a key is kept before its subscription is active,
 * and a subscription whose key was not kept is never active.
 * @throws Problem SUBSCRIPTION_REFUSED for one that is not active: there is nothing to keep going; HOME_LOCKED while another process
 * rotates.
 */
export const startRotation = (desk: Desk, oldId: string, order: RotationOrder): Promise<Rotation> =>
  oneByOne(desk, () => start(desk, oldId, order))

/** Two at once would make two successors, and the spare one would deliver everything twice for ever. */
const oneByOne = async <T>({ control }: Desk, step: () => Promise<T>): Promise<T> => {
  const lease = await takeLease(control, { name: 'rotate', waitMs: leaseWaitMs })
  try {
    return await step()
  } finally {
    await lease.release()
  }
}

const start = async (desk: Desk, oldId: string, order: RotationOrder): Promise<Rotation> => {
  const { theirs, known } = await standingOf(desk, oldId)
  if (theirs?.status !== activeStatus) {
    const heir = (await replacementOf(desk, oldId))?.subscriptionId
    throw new Problem('SUBSCRIPTION_REFUSED', {
      what: `${oldId} is ${theirs?.status ?? 'gone'}, so there is nothing to keep going.`,
      remedy:
        heir === undefined
          ? 'Make another with `webhooks create`, activate it, and delete this one.'
          : `${heir} has taken its place: \`webhooks activate ${heir}\` if it is not yet, or \`webhooks rotate ${heir}\`.`,
    })
  }
  const under = await replacementOf(desk, oldId)
  const made =
    under === undefined
      ? await subscribe(desk, {
          publicUrl: order.publicUrl ?? hostOf(theirs.webhookUrl, known?.path),
          basePath: order.basePath,
          eventIds: theirs.eventIds,
          referenceId: theirs.referenceId,
          replaces: oldId,
        })
      : { known: under, warning: undefined }
  const newId = made.known.subscriptionId
  await activate(desk, newId)
  return { ...(await rotationOf(desk, oldId, newId)), warning: made.warning }
}

/**
 * Ends the old subscription and retires its key, once the new one has delivered and Mindbody's tries of anything older are over.
 * With a shorter overlap what may be missing is noted as a gap, which the next sync pulls.
 * @param shorterMs overlap asked for instead of 4 hours
 * @throws Problem SUBSCRIPTION_REFUSED where it is too early; USAGE where no rotation is under way; HOME_LOCKED as startRotation.
 */
export const finishRotation = (desk: Desk, oldId: string, shorterMs = overlapMs): Promise<Rotation> =>
  oneByOne(desk, () => finish(desk, oldId, shorterMs))

const finish = async (desk: Desk, oldId: string, shorterMs: number): Promise<Rotation> => {
  const under = await replacementOf(desk, oldId)
  if (under === undefined) {
    throw new Problem('USAGE', {
      what: `No other subscription takes the place of ${oldId} yet.`,
      remedy: `Run \`webhooks rotate ${oldId}\` first.`,
    })
  }
  const rotation = await rotationOf(desk, oldId, under.subscriptionId)
  const { newId, since, hasDelivered } = rotation
  // A leaked key cannot wait for the studio to wake up.
  if (!hasDelivered && shorterMs > 0) {
    throw tooEarly(
      oldId,
      `${newId} has delivered no event yet.`,
      'Change something in the studio, such as a client, and try again.',
    )
  }
  const endsAt = new Date(since.getTime() + shorterMs)
  if (desk.now() < endsAt) {
    throw tooEarly(
      oldId,
      `Mindbody may still try deliveries of before ${since.toISOString()}, which are signed with the old key.`,
      `Run it again after ${endsAt.toISOString()}; \`--overlap 0\` does it now and pulls what may be missed.`,
    )
  }
  const foundAt = desk.now()
  if (shorterMs < overlapMs && foundAt.getTime() < since.getTime() + overlapMs) {
    const detail = `The key of ${oldId} was retired before Mindbody's tries were over.`
    const from = new Date(since.getTime() - overlapMs)
    await addGap(desk.control, {
      subscriptionId: oldId,
      from,
      to: foundAt,
      reason: 'uncounted',
      detail,
      foundAt,
    })
  }
  const { warning } = await remove(desk, oldId)
  return { ...rotation, warning }
}

/** The subscription that takes the place of another and has its key here, unless it was ended itself. */
const replacementOf = async (desk: Desk, oldId: string): Promise<KnownSubscription | undefined> => {
  const known = await subscriptionsKnown(desk.control)
  const candidates = new Set(
    known.filter(({ replaces }) => replaces === oldId).map((one) => one.subscriptionId),
  )
  if (candidates.size === 0) return undefined
  return (await standingsOf(desk)).find(
    ({ subscriptionId, theirs, hasKey }) =>
      candidates.has(subscriptionId) &&
      hasKey &&
      theirs !== undefined &&
      !theirs.status.startsWith('Deactivated'),
  )?.known
}

const rotationOf = async (desk: Desk, oldId: string, newId: string): Promise<Rotation> => {
  const { theirs, known, path } = await standingOf(desk, newId)
  const since = known?.activatedAt
  if (theirs?.status !== activeStatus || since === undefined) {
    throw new Problem('SUBSCRIPTION_REFUSED', {
      what: `${newId}, which takes the place of ${oldId}, is ${theirs?.status ?? 'gone'}${theirs?.status === activeStatus ? ', and since when was not noted: the command was cut short' : ''}.`,
      remedy: `Run \`webhooks rotate ${oldId}\` again.`,
    })
  }
  return { oldId, newId, since, hasDelivered: typeof path?.first_event_at === 'string' }
}

const tooEarly = (oldId: string, why: string, remedy: string): Problem =>
  new Problem('SUBSCRIPTION_REFUSED', { what: `${oldId} is not ended yet.`, why, remedy })

/** The public address in front of a path: of one made elsewhere, scheme and host. */
const hostOf = (url: string, path: string | undefined): string =>
  path !== undefined && url.endsWith(path) ? url.slice(0, -path.length) : new URL(url).origin
