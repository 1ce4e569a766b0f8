// The verbs that look at webhooks: `webhooks list`, `show`, `metrics` and `keys`.
import type { Argv } from 'yargs'
import { eventsSeen } from '../control/inbox-events.ts'
import { inboxCounts } from '../control/inbox.ts'
import { keysKnown, retireKey } from '../control/webhook-keys.ts'
import { openGaps } from '../control/webhook-metrics.ts'
import type { OpenGap } from '../control/webhook-metrics.ts'
import { Problem } from '../core/errors.ts'
import { activeStatus } from '../source/push-shapes.ts'
import { eventTypes } from '../webhooks/event-types.ts'
import { lookBeforeEnd, watchGaps } from '../webhooks/gap-watch.ts'
import { standingOf, standingsOf } from '../webhooks/standing.ts'
import type { Standing } from '../webhooks/standing.ts'
import type { Cli } from './cli-type.ts'
import type { CommonArgs, Context, Outcome } from './session.ts'
import { atDeskOf, deskOptions } from './webhooks-desk.ts'
import type { OpenDesk } from './webhooks-desk.ts'

/** A subscription as `--json` tells it. */
export const standingRow = ({ subscriptionId, theirs, known, path, keys, hasKey, trouble }: Standing) => ({
  subscription_id: subscriptionId,
  status: theirs?.status ?? 'unlisted',
  status_changed_at: theirs?.statusChangedAt ?? null,
  status_message: theirs?.statusChangeMessage ?? null,
  reference_id: theirs?.referenceId ?? known?.referenceId ?? null,
  url: theirs?.webhookUrl ?? known?.url ?? null,
  event_ids: theirs?.eventIds ?? known?.eventIds ?? [],
  has_key: hasKey,
  key_ids: keys.map(({ key_id: keyId }) => keyId),
  head_seen_at: path?.head_seen_at ?? null,
  first_event_at: path?.first_event_at ?? null,
  last_event_at: path?.last_event_at ?? null,
  accepted: Number(path?.accepted ?? 0),
  replaces: known?.replaces ?? null,
  trouble: trouble ?? null,
})

const gapRow = (gap: OpenGap) => ({
  subscription_id: gap.subscriptionId,
  from: gap.from.toISOString(),
  to: gap.to.toISOString(),
  reason: gap.reason,
  detail: gap.detail,
})

const list = async ({ printer }: Context, desk: OpenDesk): Promise<Outcome> => {
  const subscriptions = (await standingsOf(desk)).map(standingRow)
  const counts = await inboxCounts(desk.control)
  const inbox = {
    received: counts.received,
    applied: counts.applied,
    dead: counts.dead,
    bytes: counts.bytes,
    oldest_received_at: counts.oldestReceivedAt?.toISOString() ?? null,
    newest_applied_at: counts.newestAppliedAt?.toISOString() ?? null,
  }
  const unknown = (await eventsSeen(desk.control))
    .filter(({ eventId }) => !Object.hasOwn(eventTypes, eventId))
    .map(({ eventId, count, lastSeen }) => ({ event_id: eventId, count, last_seen: lastSeen.toISOString() }))
  const gaps = (await openGaps(desk.control)).map(gapRow)
  printer.heading('Subscriptions')
  printer.table(
    subscriptions.map((row) => ({
      subscription: row.subscription_id,
      status: row.status,
      events: row.event_ids.length,
      key: row.has_key ? row.key_ids.join(' ') || 'configured' : 'none',
      accepted: row.accepted,
      last_event_at: row.last_event_at,
    })),
  )
  if (subscriptions.length === 0) printer.line('There is none: `webhooks create` makes one.')
  for (const { subscription_id: id, trouble } of subscriptions)
    if (trouble !== null) printer.line(`${id}: ${trouble}`)
  printer.heading('Inbox')
  printer.line(`${inbox.received} wait, ${inbox.applied} applied, ${inbox.dead} dead letters`)
  if (unknown.length > 0) {
    printer.heading('Events that are not documented; they are kept')
    printer.table(unknown)
  }
  if (gaps.length > 0) {
    printer.heading('Gaps the next sync pulls')
    printer.table(gaps)
  }
  return { summary: { home: desk.home, subscriptions, inbox, unknown_events: unknown, gaps } }
}

const show = async ({ printer }: Context, desk: OpenDesk, id: string): Promise<Outcome> => {
  const row = standingRow(await standingOf(desk, id))
  for (const [name, value] of Object.entries(row)) {
    if (value === null) continue
    printer.line(`${name.padEnd(18)} ${Array.isArray(value) ? value.join(', ') : String(value)}`)
  }
  return { summary: { home: desk.home, subscription: row } }
}

const metrics = async ({ printer }: Context, desk: OpenDesk): Promise<Outcome> => {
  const { looks, open, problem } = await watchGaps(desk, { must: true })
  const rows = looks.map(({ subscriptionId, at, ...counts }) => ({
    subscription_id: subscriptionId,
    at: at.toISOString(),
    ...counts,
  }))
  const gaps = open.map(gapRow)
  printer.table(rows.map(({ at: _, accepted, ...row }) => ({ ...row, accepted })))
  if (rows.length === 0) printer.line('No subscription of this home was ever active.')
  printer.line('accepted = answered with 2xx here; the others are Mindbody’s own counts since it was made.')
  if (gaps.length > 0) {
    printer.heading('Gaps the next sync pulls')
    printer.table(gaps)
  }
  return { summary: { home: desk.home, metrics: rows, gaps }, problem }
}

const keys = async ({ printer }: Context, desk: OpenDesk, retired: string | undefined): Promise<Outcome> => {
  const known = await keysKnown(desk.control)
  if (retired !== undefined) await retire(desk, known, retired)
  const rows = await keysKnown(desk.control)
  printer.table(rows)
  if (rows.length === 0) printer.line('No key is kept here; `webhooks create` brings one.')
  return { summary: { home: desk.home, keys: rows } }
}

/** @throws Problem USAGE for an unknown key, and for the only key of a subscription that delivers. */
const retire = async (
  desk: OpenDesk,
  known: Awaited<ReturnType<typeof keysKnown>>,
  keyId: string,
): Promise<void> => {
  const key = known.find((one) => one.key_id === keyId)
  if (key === undefined) {
    const remedy = 'See `webhooks keys`.'
    throw new Problem('USAGE', { what: `There is no key ${keyId}.`, remedy })
  }
  const { theirs, keys: active } = await standingOf(desk, key.subscription_id)
  if (theirs?.status === activeStatus && active.every((one) => one.key_id === keyId)) {
    throw new Problem('USAGE', {
      what: `${keyId} is the only key of ${key.subscription_id}, which is Active: every delivery would be refused.`,
      remedy: `Use \`webhooks rotate ${key.subscription_id}\`, or \`webhooks delete ${key.subscription_id}\`.`,
    })
  }
  await lookBeforeEnd(desk, key.subscription_id)
  await retireKey(desk.control, keyId, desk.now())
}

/** Registers webhooks list, show, metrics and keys. */
export const webhooksLook = (yargs: Argv<CommonArgs>, cli: Cli): Argv<CommonArgs> =>
  yargs
    .command(
      'list',
      'Every subscription of the API key, the inbox, undocumented events and gaps',
      (y) => y.options(deskOptions).example('$0 webhooks list --config config.json --home ./home', ''),
      (args) => atDeskOf(cli, 'webhooks list', args, (context, desk) => list(context, desk)),
    )
    .command(
      'show <subscription>',
      'One subscription, as Mindbody tells it and as it is known here',
      (y) =>
        y
          .positional('subscription', { type: 'string', demandOption: true, describe: 'Its id' })
          .options(deskOptions)
          .example('$0 webhooks show 0a1b2c3d-... --config config.json --home ./home', ''),
      (args) =>
        atDeskOf(cli, 'webhooks show', args, (context, desk) => show(context, desk, args.subscription)),
    )
    .command(
      'metrics',
      "Mindbody's counts beside our own, looked at now; gaps they show are noted",
      (y) => y.options(deskOptions).example('$0 webhooks metrics --config config.json --home ./home', ''),
      (args) => atDeskOf(cli, 'webhooks metrics', args, (context, desk) => metrics(context, desk)),
    )
    .command(
      'keys',
      'The signature keys kept here, by their ids; the keys themselves are never shown',
      (y) =>
        y
          .options({
            ...deskOptions,
            retire: {
              type: 'string',
              requiresArg: true,
              describe: 'Id of a key that shall verify nothing any more',
            },
          })
          .example('$0 webhooks keys --config config.json --home ./home', '')
          .example('$0 webhooks keys --config config.json --home ./home --retire 0a1b2c3d4e5f', ''),
      (args) => atDeskOf(cli, 'webhooks keys', args, (context, desk) => keys(context, desk, args.retire)),
    )
