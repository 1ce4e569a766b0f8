// The verbs that change webhooks: `webhooks create`, `activate`, `update`, `deactivate` and `delete`.
import type { Argv, Options } from 'yargs'
import { activate, deactivate, remove, update } from '../webhooks/change.ts'
import { eventTypes } from '../webhooks/event-types.ts'
import { checkedEvents, checkedReference } from '../webhooks/order.ts'
import { standingOf } from '../webhooks/standing.ts'
import { subscribe } from '../webhooks/subscribe.ts'
import type { Cli } from './cli-type.ts'
import type { CommonArgs, Context, Outcome } from './session.ts'
import { atDeskOf, deskOptions } from './webhooks-desk.ts'
import type { OpenDesk } from './webhooks-desk.ts'
import { standingRow } from './webhooks-look.ts'

const knownEvents = Object.keys(eventTypes)

const orderOptions = {
  events: {
    type: 'string',
    requiresArg: true,
    describe: 'Event ids separated by commas (else all documented ones)',
  },
  reference: {
    type: 'string',
    requiresArg: true,
    describe: 'A name of your own for it, up to 256 characters',
  },
  url: {
    type: 'string',
    requiresArg: true,
    describe: 'Public https address of the receiver, without its path (else webhooks.public_url)',
  },
} as const satisfies Record<string, Options>

interface OrderArgs {
  readonly events?: string | undefined
  readonly reference?: string | undefined
  readonly url?: string | undefined
}

const create = async ({ printer }: Context, desk: OpenDesk, args: OrderArgs): Promise<Outcome> => {
  const { webhooks } = desk
  const { known, keyId, warning } = await subscribe(desk, {
    publicUrl: args.url ?? webhooks.public_url,
    basePath: webhooks.path,
    eventIds: checkedEvents(args.events, knownEvents),
    referenceId: checkedReference(args.reference ?? 'mindbody-elt'),
  })
  const { subscriptionId } = known
  printer.line(
    `${subscriptionId} is made, for ${known.eventIds.length} events, and its key ${keyId} is kept.`,
  )
  printer.line(`It delivers nothing yet: run \`webhooks activate ${subscriptionId}\` once \`serve\` runs.`)
  const told = {
    subscription_id: subscriptionId,
    status: known.status,
    url: known.url,
    key_id: keyId,
    events: known.eventIds.length,
    warning: warning ?? null,
  }
  return { summary: { home: desk.home, ...told } }
}

const changeOptions = {
  events: { ...orderOptions.events, describe: 'Event ids separated by commas (else they stay)' },
  reference: orderOptions.reference,
  url: { ...orderOptions.url, describe: 'Another public https address of the receiver; the path stays' },
} as const

/** Says where a subscription stands after a change. */
const after = async ({ printer }: Context, desk: OpenDesk, id: string): Promise<Outcome> => {
  const row = standingRow(await standingOf(desk, id))
  printer.line(`${id} is ${row.status}.`)
  if (row.trouble !== null) printer.line(row.trouble)
  return { summary: { home: desk.home, subscription: row } }
}

const change = async (context: Context, desk: OpenDesk, id: string, args: OrderArgs): Promise<Outcome> => {
  await update(desk, id, {
    eventIds: args.events === undefined ? undefined : checkedEvents(args.events, knownEvents),
    referenceId: args.reference === undefined ? undefined : checkedReference(args.reference),
    publicUrl: args.url,
  })
  return after(context, desk, id)
}

const end = async (context: Context, desk: OpenDesk, id: string): Promise<Outcome> => {
  const { keysRetired, warning } = await remove(desk, id)
  context.printer.line(`${id} is ended; ${keysRetired.length} of its keys were retired.`)
  if (warning !== undefined) context.printer.line(warning)
  const told = { subscription_id: id, keys_retired: keysRetired, warning: warning ?? null }
  return { summary: { home: desk.home, ...told } }
}

/** Registers webhooks create, activate, update, deactivate and delete. */
export const webhooksChange = (yargs: Argv<CommonArgs>, cli: Cli): Argv<CommonArgs> => {
  const named = (y: Argv<CommonArgs>) =>
    y
      .positional('subscription', { type: 'string', demandOption: true, describe: 'Its id' })
      .options(deskOptions)
  const example = (verb: string, more = ''): string =>
    `$0 webhooks ${verb} 0a1b2c3d-... --config config.json --home ./home${more}`
  return yargs
    .command(
      'create',
      'Make a subscription with a path of its own; its key is kept before anything else, and it is not active yet',
      (y) =>
        y
          .options({ ...deskOptions, ...orderOptions })
          .example(
            '$0 webhooks create --config config.json --home ./home --url https://hooks.example.com',
            '',
          ),
      (args) => atDeskOf(cli, 'webhooks create', args, (context, desk) => create(context, desk, args)),
    )
    .command(
      'activate <subscription>',
      'Let Mindbody deliver',
      (y) => named(y).example(example('activate'), ''),
      (args) =>
        atDeskOf(cli, 'webhooks activate', args, async (context, desk) => {
          await activate(desk, args.subscription)
          return after(context, desk, args.subscription)
        }),
    )
    .command(
      'update <subscription>',
      'Change its events, its reference id or its host',
      (y) =>
        named(y)
          .options(changeOptions)
          .example(example('update', ' --events client.updated,class.updated'), ''),
      (args) =>
        atDeskOf(cli, 'webhooks update', args, (context, desk) =>
          change(context, desk, args.subscription, args),
        ),
    )
    .command(
      'deactivate <subscription>',
      'Stop deliveries until it is activated again; what happens meanwhile has to be pulled',
      (y) => named(y).example(example('deactivate'), ''),
      (args) =>
        atDeskOf(cli, 'webhooks deactivate', args, async (context, desk) => {
          await deactivate(desk, args.subscription)
          return after(context, desk, args.subscription)
        }),
    )
    .command(
      'delete <subscription>',
      'End a subscription for good and retire its key; also one whose key was never kept',
      (y) => named(y).example(example('delete'), ''),
      (args) =>
        atDeskOf(cli, 'webhooks delete', args, (context, desk) => end(context, desk, args.subscription)),
    )
}
