#!/usr/bin/env node
// The one entry: verbs, signals, broken pipes and exit codes; nothing else.
import { once } from 'node:events'
import { realpathSync } from 'node:fs'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { fileURLToPath } from 'node:url'
import yargs from 'yargs'
import { streams } from '../streams/index.ts'
import type { Argv } from 'yargs'
import type { CommonArgs } from './commands/session.ts'
import type { Cli } from './commands/cli-type.ts'
import { protocolVerbs } from './commands/protocol-verbs.ts'
import { runVerb, Stopped } from './commands/session.ts'
import { controlSecrets } from './control/target.ts'
import { environment } from './core/config.ts'
import { Problem, stopped, toProblem } from './core/errors.ts'
import { createSecrets } from './core/secrets.ts'

const self = realpathSync(fileURLToPath(import.meta.url))
/** dist/src/cli.js of the package. */
const root = join(dirname(self), '..', '..')

const args = process.argv.slice(2)
const speaksProtocol = ['spec', 'check', 'discover', 'read'].includes(args[0] ?? '')

const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    // A second signal means "now": the first one ends the run at a commit.
    if (stop.signal.aborted) process.exit(stopped.exitCodes[signal])
    stop.abort(new Stopped(signal))
  })
}
// `cli | head` closes our stdout, and Node 20 would die of an unhandled EPIPE. Work goes on without a reader, so that the exit
// code tells what became of it; only the verbs of the protocol have nothing to do without one.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    if (stream === process.stdout && speaksProtocol) process.exit(128 + constants.signals.SIGPIPE)
  })
}

/** One question on stderr: stdout may be somebody's file. An input that ends is an empty answer. */
const ask = async (question: string): Promise<string> => {
  // Not as a terminal of its own: in raw mode Ctrl-C would be a key, and no signal.
  const reader = createInterface({ input: process.stdin, output: process.stderr, terminal: false })
  try {
    const ended = once(reader, 'close').then(() => '')
    return await Promise.race([reader.question(question, { signal: stop.signal }), ended])
  } finally {
    reader.close()
  }
}

const terminal = {
  out: (text: string) => void process.stdout.write(text),
  err: (text: string) => void process.stderr.write(text),
  isTty: process.stderr.isTTY === true,
  ask: process.stdin.isTTY === true && process.stderr.isTTY === true ? ask : undefined,
  env: environment(),
  signal: stop.signal,
  stdout: process.stdout,
  secrets: createSecrets(controlSecrets(environment())),
}

// What nobody awaited ends here. Node would print it as it is and exit with 1, which means "done" to a scheduler.
process.on('uncaughtException', (error) => {
  const problem = toProblem(error)
  const text = `\n${problem.code}: ${problem.message}\n  -> ${problem.remedy}\n${error.stack ?? ''}\n`
  terminal.err(terminal.secrets.scrub(text))
  process.exit(problem.exitCode)
})

const cli: Cli = {
  streams,
  root,
  run: async (verb, args, work) => {
    process.exitCode = await runVerb(verb, args, terminal, work)
  },
}

/** The help that helps: of the verb, or of the program where the verb itself is missing or misspelt. */
const helpOf = (message: string): string => {
  const [verb = '-'] = args
  return verb.startsWith('-') || message.startsWith('Did you mean')
    ? 'mindbody-elt --help'
    : `mindbody-elt ${verb} --help`
}

let parser: Argv<CommonArgs> = yargs(args)
  .scriptName('mindbody-elt')
  .usage(
    '$0 <verb> [options]\n\nMindbody -> Parquet lake -> DuckDB -> dbt marts -> reconciled with the native reports.',
  )
  .options({
    json: { type: 'boolean', default: false, describe: 'Print one JSON object on stdout and nothing else' },
    log: { choices: ['json', 'pretty'] as const, describe: 'Form of the log on stderr' },
    verbose: { type: 'boolean', default: false, describe: 'Log at debug level' },
  })
// A platform starts a container for each verb of the protocol: it is not to wait, nor to pay memory, for DuckDB and the rest.
const { warehouseSideVerbs } = speaksProtocol
  ? { warehouseSideVerbs: [] }
  : await import('./commands/warehouse-side.ts')
for (const register of [protocolVerbs, ...warehouseSideVerbs]) {
  parser = register(parser, cli)
}

try {
  await parser
    .demandCommand(1, 'Name a verb.')
    .recommendCommands()
    .strict()
    // yargs makes NaN of `--wait soon` and goes on, which would wait for nobody, or meet SQLite as a limit.
    .check((given) => {
      const name = Object.keys(given).find((key) => Number.isNaN(given[key]))
      if (name === undefined) return true
      throw new Problem('USAGE', { what: `--${name} must be a number.`, remedy: `See ${helpOf('')}.` })
    })
    .version(false)
    .wrap(Math.min(110, process.stdout.columns ?? 100))
    .exitProcess(false)
    .fail((message, error) => {
      throw error ?? new Problem('USAGE', { what: message, remedy: `See ${helpOf(message)}.` })
    })
    .parseAsync()
} catch (error) {
  const json = args.includes('--json')
  process.exitCode = await runVerb(args[0] ?? 'mindbody-elt', { json }, terminal, () => Promise.reject(error))
}
