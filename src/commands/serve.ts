// The verb `serve`: takes Mindbody's webhooks until it is stopped.
import { once } from 'node:events'
import type { Argv } from 'yargs'
import type { WebhooksConfig } from '../core/config.ts'
import { Problem } from '../core/errors.ts'
import { openHomeControl } from '../control/home-control.ts'
import type { Control } from '../control/database.ts'
import { oldestWaiting } from '../control/inbox-waiting.ts'
import { isPostgres } from '../control/postgres.ts'
import { controlTarget } from '../control/target.ts'
import { pathsKnown } from '../control/webhook-paths.ts'
import { ensureHome } from '../lakehouse/home.ts'
import { checkPython } from '../lakehouse/python.ts'
import { openApplier } from '../webhooks/applier.ts'
import type { Applier } from '../webhooks/applier.ts'
import { openReceiver } from '../webhooks/receiver.ts'
import type { Receiver } from '../webhooks/receiver.ts'
import { applyInChild } from './apply-child.ts'
import type { Cli } from './cli-type.ts'
import { durationFlag } from './flag-values.ts'
import { configOption, homeOf, homeOption } from './options.ts'
import type { CommonArgs, Context, Outcome } from './session.ts'
import { configFor } from './work.ts'

interface ServeArgs extends CommonArgs {
  readonly home?: string | undefined
  readonly config?: string | undefined
  readonly host: string
  readonly port: number
  readonly 'ops-port': number
  readonly 'apply-every'?: string | undefined
}

/**
 * How long a statement of the receiver waits. SQLite waits on our only thread, so it waits briefly, and is tried again; Postgres
 * waits beside it, and may be a network away.
 */
const busyTimeoutsMs = { sqlite: 250, postgres: 2_000 }

const assertPort = (flag: string, port: number): void => {
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return
  const remedy = `Give a number from 0 (any free one) to 65535, for example ${flag} 8080.`
  throw new Problem('USAGE', { what: `${flag} ${port} is no port.`, remedy })
}

const assertPorts = ({ port, 'ops-port': opsPort }: ServeArgs): void => {
  assertPort('--port', port)
  assertPort('--ops-port', opsPort)
  if (port !== opsPort || port === 0) return
  throw new Problem('USAGE', {
    what: `--port and --ops-port are both ${port}.`,
    why: 'Metrics must not lie on the port that the internet reaches.',
    remedy: 'Give --ops-port another number.',
  })
}

/**
 * Where events are taken and by which keys.
 * @throws Problem CONFIG_INVALID where neither the configuration nor an earlier `webhooks create` says anything of webhooks.
 */
const settingsOf = async (
  configured: WebhooksConfig | undefined,
  control: Control,
): Promise<Pick<WebhooksConfig, 'path' | 'signature_keys' | 'trusted_proxies'>> => {
  if (configured !== undefined) return configured
  const [known] = await pathsKnown(control)
  if (known !== undefined) return { path: known.path, signature_keys: [], trusted_proxies: [] }
  throw new Problem('CONFIG_INVALID', {
    what: 'The configuration has no "webhooks" group, and no subscription was made from this home.',
    remedy:
      'Add "webhooks": {"public_url": "https://hooks.example.com"}; with a subscription made elsewhere also its "signature_keys" and "path".',
  })
}

const tell = ({ printer, log }: Context, receiver: Receiver, path: string): void => {
  printer.line(`receiver  ${receiver.url}${path}`)
  printer.line(`metrics   ${receiver.opsUrl}/metrics`)
  printer.line('Stop with Ctrl-C.')
  log.info({ url: receiver.url, ops_url: receiver.opsUrl, keys: receiver.keys }, 'Events are taken.')
  if (receiver.keys > 0) return
  log.warn(
    'No signature key is known yet: HEAD is answered, every event gets 401 until `webhooks create` stores a key, or "webhooks.signature_keys" names one.',
  )
}

/** Undefined where events only wait for the next sync. */
const applierOf = async (
  context: Context,
  cli: Cli,
  args: ServeArgs,
  control: Control,
): Promise<Applier | undefined> => {
  const { home, config, 'apply-every': every } = args
  if (every === undefined) return undefined
  const everyMs = durationFlag('apply-every', every)
  await checkPython()
  const child = { home: homeOf({ home }, context.terminal.env), config, waitSeconds: everyMs / 1_000 }
  return openApplier({
    everyMs,
    run: (signal) =>
      applyInChild(context, cli, args, child, signal).catch((error: unknown) => {
        context.log.error(
          { stack: error instanceof Error ? error.stack : String(error) },
          'Applying failed on our side.',
        )
        return 'failed' as const
      }),
    oldestWaiting: () => oldestWaiting(control),
    onLookFailed: (error) =>
      context.log.warn(
        { error: error instanceof Error ? error.message : String(error) },
        'The inbox cannot be looked at: events that this process did not take wait until it can be.',
      ),
    now: () => new Date(),
  })
}

const serve = async (context: Context, cli: Cli, args: ServeArgs): Promise<Outcome> => {
  assertPorts(args)
  const { webhooks } = await configFor(context, args.config)
  const home = homeOf(args, context.terminal.env)
  await ensureHome(home)
  const target = controlTarget(home, context.terminal.env)
  const busyTimeoutMs = isPostgres(target) ? busyTimeoutsMs.postgres : busyTimeoutsMs.sqlite
  await using control = await openHomeControl(home, context.terminal.env, { busyTimeoutMs })
  const settings = await settingsOf(webhooks, control)
  const { signal } = context
  await using applier = await applierOf(context, cli, args, control)
  await using receiver = await openReceiver({
    control,
    home,
    webhooks: settings,
    host: args.host,
    port: args.port,
    opsPort: args['ops-port'],
    log: context.log,
    now: () => new Date(),
    onKey: (key) => context.secrets.add(key),
    onReceived: () => applier?.received(),
    gauges: () => applier?.gauges() ?? [],
  })
  // A path of `webhooks create` is kept to itself: whoever knows it can keep us busy.
  tell(context, receiver, webhooks?.path ?? '')
  // What came while nothing ran, or was left behind, is not to wait for the next event.
  applier?.received()
  if (!signal.aborted) await once(signal, 'abort')
  context.log.info('Stopping: nothing new is taken, what is under way is finished.')
  await Promise.all([receiver.close(), applier?.close()])
  context.log.info('Stopped: everything that was answered is in the inbox.')
  signal.throwIfAborted()
  return {}
}

export const serveVerb = (yargs: Argv<CommonArgs>, cli: Cli): Argv<CommonArgs> =>
  yargs.command(
    'serve',
    "Take Mindbody's webhooks: every event is on the disk before it is answered",
    (y) =>
      y
        .options({
          ...configOption,
          ...homeOption,
          host: { type: 'string', default: '127.0.0.1', requiresArg: true, describe: 'Address to listen on' },
          port: {
            type: 'number',
            default: 8787,
            requiresArg: true,
            describe: 'Port for Mindbody, behind a proxy that speaks TLS; 0 = any free one',
          },
          'ops-port': {
            type: 'number',
            default: 9787,
            requiresArg: true,
            describe: 'Port on loopback for /healthz, /readyz, /metrics and a status page; 0 = any free one',
          },
          'apply-every': {
            type: 'string',
            requiresArg: true,
            describe:
              'Apply and publish what comes within this time (60s, 5m, 1h); else it waits for the next sync',
          },
        })
        .example('$0 serve --config config.json --home ./home --port 8787 --apply-every 60s', '')
        .example(
          '$0 serve --config config.json --home ./home --host 0.0.0.0 --port 8080 --ops-port 9090',
          '',
        ),
    (args) => cli.run('serve', args, (context) => serve(context, cli, args)),
  )
