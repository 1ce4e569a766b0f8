// The verbs `dlq list`, `dlq show` and `dlq replay`: deliveries that are no events of ours.
import type { Argv } from 'yargs'
import { openHomeControl } from '../control/home-control.ts'
import type { Control } from '../control/database.ts'
import { deadRows } from '../control/inbox-settle.ts'
import type { DeadFilter } from '../control/inbox-settle.ts'
import { Problem } from '../core/errors.ts'
import { deadIds, prospectsOf, replayDead, showDelivery } from '../webhooks/dead-letters.ts'
import { deadReasons } from '../webhooks/parse-event.ts'
import type { Cli } from './cli-type.ts'
import { momentFlag } from './flag-values.ts'
import { assertHome } from './known-home.ts'
import { configOption, countOption, homeOf, homeOption } from './options.ts'
import type { CommonArgs, Context, Outcome } from './session.ts'
import { configFor } from './work.ts'

const defaultLimit = 100

const filterOptions = {
  reason: { choices: deadReasons, describe: 'Only those dead for this reason' },
  since: { type: 'string', describe: 'Only those received from then on: a day, or a time with its zone' },
  until: { type: 'string', describe: 'Only those received until then; a day counts to its end' },
} as const

interface FilterArgs {
  readonly reason?: string | undefined
  readonly since?: string | undefined
  readonly until?: string | undefined
}

interface DlqArgs extends FilterArgs {
  readonly home?: string | undefined
}

const filterOf = ({ reason, since, until }: FilterArgs): DeadFilter => ({
  reason,
  since: since === undefined ? undefined : momentFlag('since', since, 'first'),
  until: until === undefined ? undefined : momentFlag('until', until, 'last'),
})

const openInbox = async ({ terminal: { env } }: Context, args: DlqArgs): Promise<Control> => {
  const home = homeOf(args, env)
  await assertHome(home, env)
  return openHomeControl(home, env)
}

const list = async (context: Context, args: DlqArgs & { readonly limit: number }): Promise<Outcome> => {
  const limit = countOption('limit', args.limit) ?? defaultLimit
  await using control = await openInbox(context, args)
  const all = await deadRows(control, filterOf(args))
  const items = all.slice(-limit).map((row) => ({
    id: row.id,
    received_at: row.received_at,
    event_id: row.event_id,
    reason: row.reason,
    detail: row.detail,
    site_id: row.site_id,
    message_id: row.message_id,
    deliveries: row.deliveries,
    replays: row.replays,
  }))
  const { printer } = context
  if (items.length === 0) printer.line('No dead letters.')
  else {
    printer.table(
      items.map(({ id, received_at, event_id, reason, detail }) => ({
        id: id.slice(0, 12),
        received_at,
        event_id,
        reason,
        detail,
      })),
    )
    if (all.length > items.length) {
      printer.line(`The newest ${items.length} of ${all.length}; --limit shows more.`)
    }
  }
  return { summary: { items, dead: all.length } }
}

const show = async (
  context: Context,
  args: DlqArgs & { readonly id: string; readonly body: boolean },
): Promise<Outcome> => {
  await using control = await openInbox(context, args)
  const { entry, body } = await showDelivery(control, args.id)
  const text = body === null || !args.body ? undefined : new TextDecoder().decode(body)
  const { printer } = context
  printer.table(
    Object.entries(entry).flatMap(([field, value]) =>
      value === null ? [] : { field, value: String(value) },
    ),
  )
  if (body === null) printer.line('Its body is no longer kept.')
  else if (text === undefined) {
    printer.line('Its bytes hash to its id. --body prints them; they may tell of a person.')
  } else printer.line(text)
  const kept = body === null ? {} : { body_sha256: entry.id }
  return { summary: { item: entry, ...kept, ...(text === undefined ? {} : { body: text }) } }
}

interface ReplayArgs extends DlqArgs {
  readonly ids?: readonly string[] | undefined
  readonly config?: string | undefined
  readonly 'dry-run': boolean
}

const replayVerb = async (context: Context, args: ReplayArgs): Promise<Outcome> => {
  const { ids = [], reason, since, until } = args
  if (ids.length === 0 && reason === undefined && since === undefined && until === undefined) {
    throw new Problem('USAGE', {
      what: 'Name the dead letters to try again.',
      remedy: 'Give ids of `dlq list`, or --reason, --since, --until.',
    })
  }
  const isDry = args['dry-run']
  const config = isDry ? await configFor(context, args.config) : undefined
  await using control = await openInbox(context, args)
  const filter = {
    ...filterOf(args),
    ...(ids.length === 0 ? {} : { ids: await deadIds(control, ids) }),
  }
  if (config !== undefined) {
    const items = await prospectsOf(control, filter, new Set(config.site_ids))
    context.printer.table(items.map((item) => ({ ...item, id: item.id.slice(0, 12) })))
    context.printer.line(`${items.length} looked at, nothing was changed (--dry-run).`)
    return { summary: { dry_run: true, replayed: 0, items } }
  }
  const replayed = await replayDead(control, filter)
  context.printer.line(
    `${replayed} put back among what waits: the next \`sync\` or \`webhooks drain\` tries them again.`,
  )
  return { summary: { dry_run: false, replayed } }
}

/** Registers dlq list, dlq show and dlq replay. */
export const dlqVerbs = (yargs: Argv<CommonArgs>, cli: Cli): Argv<CommonArgs> =>
  yargs.command('dlq', 'Deliveries that are no events of ours: look at them, try them again', (group) =>
    group
      .command(
        'list',
        'Dead letters, oldest first, with the reason of each',
        (y) =>
          y
            .options({
              ...homeOption,
              ...filterOptions,
              limit: { type: 'number', default: defaultLimit, describe: 'How many of the newest' },
            })
            .example('$0 dlq list --home ./home --reason unknown_site', ''),
        (args) => cli.run('dlq list', args, (context) => list(context, args)),
      )
      .command(
        'show <id>',
        'One delivery: what is known of it, and with --body its bytes',
        (y) =>
          y
            .positional('id', { type: 'string', demandOption: true, describe: 'Its id, or how that begins' })
            .options({
              ...homeOption,
              body: {
                type: 'boolean',
                default: false,
                describe: 'Print the body as received; it may tell of a person',
              },
            })
            .example('$0 dlq show 3f5a9c --home ./home', ''),
        (args) => cli.run('dlq show', args, (context) => show(context, args)),
      )
      .command(
        'replay [ids..]',
        'Put dead letters back among what waits',
        (y) =>
          y
            .positional('ids', { type: 'string', array: true, describe: 'Their ids, or how these begin' })
            .options({
              ...homeOption,
              ...configOption,
              ...filterOptions,
              'dry-run': {
                type: 'boolean',
                default: false,
                describe: 'Only tell what would become of each now; needs --config for its site_ids',
              },
            })
            .example('$0 dlq replay --home ./home --reason unknown_site', ''),
        (args) => cli.run('dlq replay', args, (context) => replayVerb(context, args)),
      )
      .demandCommand(1, 'Name what to do with dead letters: list, show or replay.')
      .strict(),
  )
