// Whether webhooks are live: a subscription delivers, and one round trip through it was seen.
import { Problem } from '../core/errors.ts'
import { activeStatus } from '../source/push-shapes.ts'
import type { Desk } from './desk.ts'
import { standingsOf } from './standing.ts'
import type { Standing } from './standing.ts'

/** A subscription that is Active, whose path Mindbody has asked for and delivered to. */
export interface Live {
  readonly subscriptionId: string
  readonly headSeenAt: string
  readonly firstEventAt: string
}

/**
 * Asks Mindbody for its subscriptions. What changes after it is live comes as an event, so that a long reading that begins now
 * misses nothing.
 * @throws Problem WEBHOOKS_NOT_LIVE saying what is missing; else as `PushClient`.
 */
export const liveOf = async (desk: Desk): Promise<Live> => {
  const ours = (await standingsOf(desk)).filter(({ known, hasKey }) => known !== undefined || hasKey)
  for (const standing of ours) {
    const { subscriptionId, path } = standing
    if (missingOf(standing) !== undefined || path?.head_seen_at == null || path.first_event_at == null)
      continue
    return { subscriptionId, headSeenAt: path.head_seen_at, firstEventAt: path.first_event_at }
  }
  throw new Problem('WEBHOOKS_NOT_LIVE', {
    what: 'Webhooks are not live yet: what changes while this reads would be seen by the next syncs only.',
    why:
      ours.length === 0
        ? 'No subscription of this home exists.'
        : ours.map((standing) => `${standing.subscriptionId} ${missingOf(standing) ?? ''}.`).join(' '),
  })
}

const missingOf = ({ theirs, hasKey, path }: Standing): string | undefined => {
  if (theirs === undefined) return 'is no longer listed by Mindbody'
  if (theirs.status !== activeStatus) return `is ${theirs.status}`
  if (!hasKey) return 'has no key here'
  if (path?.head_seen_at == null)
    return 'was never asked for by Mindbody here (`webhooks update ID --url ...` makes it ask)'
  return path.first_event_at === null
    ? 'has delivered no event yet (change a client in the studio)'
    : undefined
}
