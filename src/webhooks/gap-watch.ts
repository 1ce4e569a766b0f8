// Watching for gaps: at most hourly a look at Mindbody's counters, kept, judged, and its findings put on record.
import { addGap, lastMetrics, openGaps, saveMetrics } from '../control/webhook-metrics.ts'
import type { MetricsSnapshot, NewGap, OpenGap } from '../control/webhook-metrics.ts'
import { pathsKnown } from '../control/webhook-paths.ts'
import { saveSubscription } from '../control/webhook-subscriptions.ts'
import { Problem, toProblem } from '../core/errors.ts'
import { activeStatus } from '../source/push-shapes.ts'
import type { DeliveryMetric } from '../source/push-shapes.ts'
import { settleActivations } from './activation.ts'
import type { Desk } from './desk.ts'
import { gapsOf, historyLooks } from './gap.ts'
import { watchedOf } from './watched.ts'
import type { Watched } from './watched.ts'

/** Counters are looked at no more often, unless asked for. */
const everyMs = 3_600_000

/** Status of a subscription that Mindbody's counters do not name. */
const unlisted = 'unlisted'

export interface Watch {
  /** The newest look at each watched subscription. */
  readonly looks: readonly MetricsSnapshot[]
  readonly found: readonly NewGap[]
  /** All that no pull has covered, these among them. */
  readonly open: readonly OpenGap[]
  /** WEBHOOK_GAP while one is not Active. */
  readonly problem: Problem | undefined
}

type WatchDesk = Pick<Desk, 'control' | 'push' | 'log' | 'now' | 'configured'>

/**
 * Looks at every subscription that was active once and whose key is not retired; asks Mindbody only where the last look is an hour
 * old, a verb has changed the status since, or it must.
 * @throws Problem as `PushClient`.
 */
export const watchGaps = async (desk: WatchDesk, { must = false } = {}): Promise<Watch> => {
  const { control, now } = desk
  await settleActivations(desk)
  const watched = await watchedOf(desk)
  const newest = await Promise.all(
    watched.map(async (known) => (await lastMetrics(control, known.subscriptionId))[0]),
  )
  // Before the first answer the clock is this machine's, and may be behind Mindbody's. A status that has changed since (by
  // `webhooks activate`) makes the last look untrue.
  const isDue = newest.some(
    (look, index) =>
      look === undefined ||
      Math.abs(now().getTime() - look.at.getTime()) >= everyMs ||
      look.status !== watched[index]?.status,
  )
  const { looks, found } =
    watched.length > 0 && (must || isDue)
      ? await lookAgain(desk, watched)
      : { looks: newest.filter((look) => look !== undefined), found: [] }
  return { looks, found, open: await openGaps(control), problem: problemOf(looks) }
}

/**
 * A last look at a subscription that is about to be ended here: from then on nobody judges what it lost. One that fails is told and
 * stops nothing, as a subscription whose key has leaked must end.
 */
export const lookBeforeEnd = async (desk: WatchDesk, subscriptionId: string): Promise<void> => {
  if (!(await watchedOf(desk)).some((one) => one.subscriptionId === subscriptionId)) return
  try {
    await watchGaps(desk, { must: true })
  } catch (error) {
    const { code, message } = toProblem(error)
    desk.log.warn({ subscriptionId, code }, `what it lost since the last look stays unknown: ${message}`)
  }
}

const lookAgain = async (
  desk: WatchDesk,
  watched: readonly Watched[],
): Promise<Pick<Watch, 'looks' | 'found'>> => {
  const { control, log } = desk
  const metrics = await desk.push.metrics()
  // After theirs: whatever they count as delivered by then has been counted here.
  const paths = await pathsKnown(control)
  const at = desk.now()
  const looks: MetricsSnapshot[] = []
  const found: NewGap[] = []
  for (const known of watched) {
    const { subscriptionId } = known
    const metric = metrics.find((one) => one.subscriptionId === subscriptionId)
    const accepted = Number(paths.find(({ path }) => path === known.path)?.accepted ?? 0)
    // A clock that ran ahead for one look would be the look before for as long.
    const history = (await lastMetrics(control, subscriptionId, historyLooks)).filter((look) => look.at <= at)
    const look = lookOf({ subscriptionId, at, accepted }, metric, history[0])
    const statusChangedAt = dateOf(metric?.statusChangedAt)
    for (const gap of gapsOf(look, history, { ...known, statusChangedAt })) {
      const whole: NewGap = { ...gap, subscriptionId, foundAt: at }
      await addGap(control, whole)
      log.warn(
        { subscriptionId, from: gap.from, to: gap.to, reason: gap.reason },
        `events may be missing: ${gap.detail}`,
      )
      found.push(whole)
    }
    // Last: a look that was cut short before this is judged again.
    await saveMetrics(control, look)
    await saveSubscription(control, { ...known, status: look.status, statusAt: at })
    looks.push(look)
  }
  return { looks, found }
}

const dateOf = (text: string | undefined): Date | undefined =>
  text === undefined || Number.isNaN(Date.parse(text)) ? undefined : new Date(text)

/** One that is no longer listed keeps its last counts. */
const lookOf = (
  own: Pick<MetricsSnapshot, 'subscriptionId' | 'at' | 'accepted'>,
  metric: DeliveryMetric | undefined,
  last: MetricsSnapshot | undefined,
): MetricsSnapshot => {
  const { status, attempted, delivered, undelivered, failed } = metric ?? {
    attempted: 0,
    delivered: 0,
    undelivered: 0,
    failed: 0,
    ...last,
    status: unlisted,
  }
  return { ...own, status, attempted, delivered, undelivered, failed }
}

const problemOf = (looks: readonly MetricsSnapshot[]): Problem | undefined => {
  const idle = looks.filter(({ status }) => status !== activeStatus)
  if (idle.length === 0) return undefined
  const told = idle.map(({ subscriptionId, status }) => `${subscriptionId} is ${status}`).join(', ')
  return new Problem('WEBHOOK_GAP', {
    what: `Mindbody delivers nothing: ${told}.`,
    why: 'Events of the meantime never come; what they would have told is pulled.',
    remedy:
      'See why with `webhooks show ID` and the e-mail Mindbody sent, then run `webhooks activate ID`; one that is no longer wanted goes with `webhooks delete ID`.',
  })
}
