// The Airbyte verbs: spec, check, discover, read. Only protocol lines reach stdout.
import { randomUUID } from 'node:crypto'
import type { Argv } from 'yargs'
import { connectionSpecification } from '../core/config-schema.ts'
import { loadConfig, readJsonFile, secretsOf } from '../core/config.ts'
import type { Config } from '../core/config.ts'
import { Problem, toProblem } from '../core/errors.ts'
import { openControl } from '../control/database.ts'
import { openHomeControl } from '../control/home-control.ts'
import type { Control } from '../control/database.ts'
import type { ConnectorSpecification } from '../source/airbyte/protocol-types.ts'
import { check } from '../source/check.ts'
import { discover } from '../source/discover.ts'
import { createProtocol, writeLinesTo } from '../source/protocol.ts'
import type { Protocol } from '../source/protocol.ts'
import { read } from '../source/read.ts'
import type { ReadResult } from '../source/read.ts'
import type { Client } from '../source/client.ts'
import type { Stream } from '../source/stream.ts'
import { ensureHome } from '../lakehouse/home.ts'
import type { Cli } from './cli-type.ts'
import { configOption } from './options.ts'
import type { CommonArgs, Context, Outcome } from './session.ts'
import { clientFor } from './work.ts'

/** The SPEC message's body; `spec.json` is the same, printed by `contracts`. */
export const specification = (): ConnectorSpecification => ({
  protocol_version: '0.18.0',
  supportsIncremental: true,
  connectionSpecification: connectionSpecification(),
})

/** Stdout belongs to the protocol: `--json` would add a line of another kind. */
const runProtocol = (
  cli: Cli,
  verb: string,
  args: CommonArgs,
  work: (context: Context) => Promise<Outcome>,
): Promise<void> => cli.run(verb, { ...args, json: false }, work)

const protocolFor = (context: Context): Protocol =>
  createProtocol({ write: writeLinesTo(context.terminal.stdout), scrub: context.secrets.scrub })

/** Loads the configuration and says on the protocol's own log which of its keys mean nothing. */
const configFor = async (context: Context, protocol: Protocol, path: string): Promise<Config> => {
  const { config, warning } = await loadConfig(path, context.terminal.env)
  for (const secret of secretsOf(config)) context.secrets.add(secret)
  if (warning !== undefined) await protocol.log('WARN', warning)
  return config
}

/** Without MINDBODY_HOME tokens, ledger and leases live in memory, and the platform is told so. */
const controlFor = async (context: Context, protocol: Protocol): Promise<Control> => {
  const home = context.terminal.env['MINDBODY_HOME']
  if (home !== undefined) {
    await ensureHome(home)
    return openHomeControl(home, context.terminal.env)
  }
  await protocol.log(
    'INFO',
    'MINDBODY_HOME is not set: tokens, the call ledger and leases are kept in memory only.',
  )
  return openControl(':memory:')
}

const withClient = async <T>(
  context: Context,
  protocol: Protocol,
  config: Config,
  work: (client: Client) => Promise<T>,
): Promise<T> => {
  await using control = await controlFor(context, protocol)
  const client = clientFor(context, config, control, randomUUID())
  try {
    return await work(client)
  } finally {
    await client.close()
  }
}

const runCheck = async (context: Context, path: string): Promise<Outcome> => {
  const protocol = protocolFor(context)
  try {
    const config = await configFor(context, protocol, path)
    const { status, message } = await withClient(context, protocol, config, (client) =>
      check(config, client, context.signal),
    )
    await protocol.connectionStatus(status, message)
  } catch (error) {
    context.signal.throwIfAborted()
    const problem = toProblem(error)
    // A configuration that cannot be used is an answer; a bug of ours is not.
    if (problem.exitCode === 7) throw problem
    await protocol.connectionStatus('FAILED', `${problem.message} ${problem.remedy}`)
  }
  return {}
}

const runRead = async (
  context: Context,
  streams: readonly Stream[],
  args: { readonly config: string; readonly catalog: string; readonly state?: string | undefined },
): Promise<Outcome> => {
  const protocol = protocolFor(context)
  try {
    const config = await configFor(context, protocol, args.config)
    const catalog = await readJsonFile(args.catalog, 'catalog')
    const state = args.state === undefined ? undefined : await readJsonFile(args.state, 'state')
    const { lost } = await withClient(context, protocol, config, (client) =>
      read({ config, streams, catalog, state, client, protocol, log: context.log, signal: context.signal }),
    )
    return { problem: problemOf(lost) }
  } catch (error) {
    context.signal.throwIfAborted()
    await protocol.error(toProblem(error))
    throw error
  }
}

/** The end of a read that lost streams; where all of them only ran out of calls, tomorrow will do. */
const problemOf = (lost: ReadResult['lost']): Problem | undefined => {
  const [first] = lost
  if (first === undefined) return undefined
  const isSpent = lost.every(({ problem }) => problem.code === 'BUDGET_SPENT')
  return new Problem(isSpent ? 'BUDGET_SPENT' : 'STREAM_LOST', {
    what: `${lost.length} streams were not read to their end: ${lost.map(({ stream }) => stream).join(', ')}.`,
    why: first.problem.message,
  })
}

/** Registers the four verbs. */
export const protocolVerbs = (yargs: Argv<CommonArgs>, cli: Cli): Argv<CommonArgs> =>
  yargs
    .command(
      'spec',
      'Print the connector specification (Airbyte protocol)',
      (y) => y.example('$0 spec', ''),
      (args) =>
        runProtocol(cli, 'spec', args, async (context) => {
          await protocolFor(context).spec(specification())
          return {}
        }),
    )
    .command(
      'check',
      'Prove key, sites and staff rights (Airbyte protocol)',
      (y) =>
        y
          .options({ config: { ...configOption.config, demandOption: true } })
          .example('$0 check --config config.json', ''),
      (args) => runProtocol(cli, 'check', args, (context) => runCheck(context, args.config)),
    )
    .command(
      'discover',
      'Print the catalog of streams (Airbyte protocol)',
      (y) => y.options(configOption).example('$0 discover --config config.json', ''),
      (args) =>
        runProtocol(cli, 'discover', args, async (context) => {
          await discover(protocolFor(context), cli.streams)
          return {}
        }),
    )
    .command(
      'read',
      'Read streams as records (Airbyte protocol)',
      (y) =>
        y
          .options({
            config: { ...configOption.config, demandOption: true },
            catalog: { type: 'string', demandOption: true, describe: 'Configured catalog (JSON)' },
            state: { type: 'string', describe: 'STATE messages of an earlier read (JSON array)' },
          })
          .example('$0 read --config config.json --catalog catalog.json --state state.json', ''),
      (args) => runProtocol(cli, 'read', args, (context) => runRead(context, cli.streams, args)),
    )
