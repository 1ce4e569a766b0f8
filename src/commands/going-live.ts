// The order of going live: a long reading waits until webhooks are, unless a person says otherwise, which stays on record.
import type { Config } from '../core/config.ts'
import { liveOf } from '../webhooks/going-live.ts'
import type { Context } from './session.ts'
import { deskFor } from './webhooks-desk.ts'
import type { Work } from './work.ts'

export const withoutWebhooksOption = {
  'without-webhooks': {
    type: 'boolean',
    default: false,
    describe: 'Go on though webhooks are not live; kept on record',
  },
} as const

/**
 * What a run's summary says of webhooks.
 * @throws Problem WEBHOOKS_NOT_LIVE, unless it was overridden.
 */
export const webhooksOfRun = async (
  context: Context,
  config: Config,
  work: Work,
  isOverridden: boolean,
): Promise<Readonly<Record<string, unknown>>> => {
  if (isOverridden) {
    context.log.warn('--without-webhooks: changes made while this reads are seen by later syncs only')
    return { overridden: true }
  }
  const desk = deskFor(context, config, work)
  await using _push = desk.push
  const { subscriptionId, headSeenAt, firstEventAt } = await liveOf(desk)
  return {
    overridden: false,
    subscription_id: subscriptionId,
    head_seen_at: headSeenAt,
    first_event_at: firstEventAt,
  }
}
