// How each subscription stands: what Mindbody tells of it beside what this home knows.
import { keysKnown } from '../control/webhook-keys.ts'
import { pathsKnown } from '../control/webhook-paths.ts'
import type { WebhookPath } from '../control/webhook-paths.ts'
import { saveSubscription, subscriptionsKnown } from '../control/webhook-subscriptions.ts'
import type { KnownSubscription } from '../control/webhook-subscriptions.ts'
import { Problem } from '../core/errors.ts'
import { isPushRefusal } from '../source/push-errors.ts'
import { activeStatus } from '../source/push-shapes.ts'
import type { Subscription } from '../source/push-shapes.ts'
import type { Desk } from './desk.ts'
import { endedHere } from './watched.ts'

export type KeyRow = Awaited<ReturnType<typeof keysKnown>>[number]

export interface Standing {
  readonly subscriptionId: string
  /** As Mindbody tells it; undefined for one of ours that it no longer lists. */
  readonly theirs: Subscription | undefined
  /** As this home keeps it; undefined for one made elsewhere, or by a `create` that was cut short. */
  readonly known: KnownSubscription | undefined
  readonly path: WebhookPath | undefined
  /** Keys that are not retired. */
  readonly keys: readonly KeyRow[]
  /** Its deliveries can be verified: by a key kept here, or a configured one. */
  readonly hasKey: boolean
  /** What a person should know or do; undefined where all is well. */
  readonly trouble: string | undefined
}

const isOver = (status: string): boolean => status.startsWith('Deactivated')

const pathOfUrl = (url: string): string | undefined => (URL.canParse(url) ? new URL(url).pathname : undefined)

/** Every subscription of the API key and every one of this home. @throws Problem as `PushClient`. */
export const standingsOf = async (desk: Desk): Promise<readonly Standing[]> => {
  const told = await desk.push.subscriptions()
  const ours = await subscriptionsKnown(desk.control)
  const gone = ours.filter(
    (known) => !told.some(({ subscriptionId }) => subscriptionId === known.subscriptionId),
  )
  const join = await joiner(desk, ours)
  return [
    ...told.map((theirs) => join(theirs.subscriptionId, theirs)),
    ...gone.map(({ subscriptionId }) => join(subscriptionId, undefined)),
  ]
}

/**
 * One subscription.
 * @throws Problem SUBSCRIPTION_REFUSED where neither Mindbody nor this home knows the id, with those that are known.
 */
export const standingOf = async (desk: Desk, id: string): Promise<Standing> => {
  const ours = await subscriptionsKnown(desk.control)
  const join = await joiner(desk, ours)
  try {
    return join(id, await desk.push.subscription(id))
  } catch (error) {
    if (!isPushRefusal(error, 'resourceNotFound')) throw error
    if (ours.some(({ subscriptionId }) => subscriptionId === id)) return join(id, undefined)
    const ids = (await desk.push.subscriptions()).map(({ subscriptionId }) => subscriptionId)
    throw new Problem(
      'SUBSCRIPTION_REFUSED',
      {
        what: `There is no subscription ${id}.`,
        remedy:
          ids.length === 0
            ? 'This API key has none: `webhooks create` makes one.'
            : `There are: ${ids.join(', ')}.`,
      },
      { cause: error },
    )
  }
}

const joiner = async ({ control, configured }: Desk, ours: readonly KnownSubscription[]) => {
  const paths = await pathsKnown(control)
  const keys = await keysKnown(control)
  return (subscriptionId: string, theirs: Subscription | undefined): Standing => {
    const known = ours.find((one) => one.subscriptionId === subscriptionId)
    const path = known?.path ?? pathOfUrl(theirs?.webhookUrl ?? '')
    const own = keys.filter((key) => key.subscription_id === subscriptionId && key.retired_at === null)
    const standing = {
      subscriptionId,
      theirs,
      known,
      path: paths.find((row) => row.path === path),
      keys: own,
      hasKey: own.length > 0 || (configured.hasKeys && path === configured.path),
    }
    return { ...standing, trouble: troubleOf(standing) }
  }
}

const troubleOf = ({
  subscriptionId,
  theirs,
  known,
  path,
  hasKey,
}: Omit<Standing, 'trouble'>): string | undefined => {
  if (theirs === undefined)
    return known === undefined || isOver(known.status)
      ? undefined
      : 'Mindbody no longer lists it: make another with `webhooks create`.'
  if (isOver(theirs.status))
    return hasKey && known?.status !== endedHere
      ? `It delivers nothing: \`webhooks activate ${subscriptionId}\`, or \`webhooks delete ${subscriptionId}\`.`
      : undefined
  if (!hasKey)
    return `Its signature key is not here: it was made elsewhere, or a command was cut short. It cannot be received: \`webhooks delete ${subscriptionId}\`.`
  if (theirs.status !== activeStatus)
    return `It delivers nothing yet: \`webhooks activate ${subscriptionId}\`.`
  if (path === undefined || path.head_seen_at === null)
    return 'Mindbody has not been seen asking for its path.'
  return path.first_event_at === null ? 'No event has come through it yet.' : undefined
}

/** What Mindbody does not tell. */
export type KnownTold = Partial<Pick<KnownSubscription, 'path' | 'createdAt' | 'replaces'>>

/** Keeps what Mindbody has just told of a subscription that this home can receive. */
export const noteTold = async (
  { control, now }: Pick<Desk, 'control' | 'now'>,
  theirs: Subscription,
  known: KnownTold = {},
): Promise<KnownSubscription> => {
  const at = now()
  const told: KnownSubscription = {
    subscriptionId: theirs.subscriptionId,
    path: known.path ?? pathOfUrl(theirs.webhookUrl) ?? '',
    url: theirs.webhookUrl,
    referenceId: theirs.referenceId,
    eventIds: theirs.eventIds,
    createdAt: known.createdAt ?? at,
    status: theirs.status,
    statusAt: at,
    activatedAt: theirs.status === activeStatus ? at : undefined,
    replaces: known.replaces,
  }
  await saveSubscription(control, told)
  return told
}
