// The verb `webhooks rotate`: another signature key, without an event lost or counted twice.
import type { Argv } from 'yargs'
import { Problem } from '../core/errors.ts'
import { finishRotation, overlapMs, startRotation } from '../webhooks/rotate.ts'
import type { Cli } from './cli-type.ts'
import type { CommonArgs, Context, Outcome } from './session.ts'
import { atDeskOf, deskOptions } from './webhooks-desk.ts'
import type { OpenDesk } from './webhooks-desk.ts'

const hourMs = 3_600_000

interface RotateArgs {
  readonly finish: boolean
  readonly overlap?: number | undefined
  readonly url?: string | undefined
}

/** @throws Problem USAGE. */
const overlapOf = (hours: number | undefined): number | undefined => {
  if (hours === undefined || (hours >= 0 && hours <= 24 * 31))
    return hours === undefined ? undefined : hours * hourMs
  throw new Problem('USAGE', {
    what: '--overlap must be hours from 0 to 744.',
    remedy: 'Give it as --overlap 4.',
  })
}

const rotate = async (
  { printer }: Context,
  desk: OpenDesk,
  id: string,
  args: RotateArgs,
): Promise<Outcome> => {
  const shorterMs = overlapOf(args.overlap) ?? overlapMs
  const rotation = args.finish
    ? await finishRotation(desk, id, shorterMs)
    : await startRotation(desk, id, { publicUrl: args.url, basePath: desk.webhooks.path })
  const { newId, since, hasDelivered, warning } = rotation
  const finishFrom = new Date(since.getTime() + shorterMs)
  if (args.finish) {
    printer.line(
      `${id} is ended${warning === undefined ? ' and its key retired' : ''}; ${newId} goes on alone.`,
    )
    if (warning !== undefined) printer.line(warning)
  } else {
    printer.line(`${newId} delivers beside ${id} since ${since.toISOString()}; what comes twice counts once.`)
    printer.line(
      `From ${finishFrom.toISOString()} on, and once it has delivered${hasDelivered ? ' (it has)' : ''}: webhooks rotate ${id} --finish`,
    )
  }
  const told = {
    old_subscription_id: id,
    new_subscription_id: newId,
    active_since: since.toISOString(),
    has_delivered: hasDelivered,
    finished: args.finish,
    finish_from: args.finish ? null : finishFrom.toISOString(),
    warning: warning ?? null,
  }
  return { summary: { home: desk.home, ...told } }
}

/** Registers webhooks rotate. */
export const webhooksRotate = (yargs: Argv<CommonArgs>, cli: Cli): Argv<CommonArgs> =>
  yargs.command(
    'rotate <subscription>',
    'Change its signature key: a second subscription takes over, and --finish ends the first',
    (y) =>
      y
        .positional('subscription', { type: 'string', demandOption: true, describe: 'Its id' })
        .options({
          ...deskOptions,
          url: {
            type: 'string',
            requiresArg: true,
            describe: 'Public https address of the receiver (else the one the old subscription has)',
          },
          finish: {
            type: 'boolean',
            default: false,
            describe: 'End the old one, now that the new one delivers',
          },
          overlap: {
            type: 'number',
            requiresArg: true,
            describe:
              'Hours that both must have been active before --finish (else 4); what fewer may miss is pulled',
          },
        })
        .example('$0 webhooks rotate 0a1b2c3d-... --config config.json --home ./home', 'begin')
        .example(
          '$0 webhooks rotate 0a1b2c3d-... --config config.json --home ./home --finish',
          'end, hours later',
        ),
    (args) =>
      atDeskOf(cli, 'webhooks rotate', args, (context, desk) =>
        rotate(context, desk, args.subscription, args),
      ),
  )
