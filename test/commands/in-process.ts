// Verbs run inside the test's own process: quick, with a terminal the test speaks for.
import yargs from 'yargs'
import type { Argv } from 'yargs'
import { fileURLToPath } from 'node:url'
import { backfillVerb } from '../../src/commands/backfill.ts'
import type { Cli } from '../../src/commands/cli-type.ts'
import { closeVerbs } from '../../src/commands/close-verbs.ts'
import { dlqVerbs } from '../../src/commands/dlq-verbs.ts'
import { financeVerbs } from '../../src/commands/finance-verbs.ts'
import { glVerbs } from '../../src/commands/gl-verbs.ts'
import { journalVerbs } from '../../src/commands/journal-verbs.ts'
import { runVerb } from '../../src/commands/session.ts'
import type { CommonArgs } from '../../src/commands/session.ts'
import { planVerb } from '../../src/commands/plan.ts'
import { reconcileVerbs } from '../../src/commands/reconcile-verbs.ts'
import { runsVerb } from '../../src/commands/runs.ts'
import { serveVerb } from '../../src/commands/serve.ts'
import { stateVerbs } from '../../src/commands/state-verbs.ts'
import { statusVerb } from '../../src/commands/status.ts'
import { traceVerb } from '../../src/commands/trace.ts'
import { usageVerb } from '../../src/commands/usage.ts'
import { warehouseVerbs } from '../../src/commands/warehouse-verbs.ts'
import { webhooksVerbs } from '../../src/commands/webhooks-verbs.ts'
import { controlSecrets } from '../../src/control/target.ts'
import type { Environment } from '../../src/core/config.ts'
import { createSecrets } from '../../src/core/secrets.ts'
import { streams } from '../../streams/index.ts'
import type { Ended } from './cli.ts'

export interface Session {
  /** A person at a terminal, who gives these answers one after the other. */
  readonly answers?: readonly string[]
  readonly signal?: AbortSignal
  readonly env?: Environment
}

const registers = [
  warehouseVerbs,
  planVerb,
  backfillVerb,
  serveVerb,
  stateVerbs,
  statusVerb,
  runsVerb,
  traceVerb,
  usageVerb,
  closeVerbs,
  reconcileVerbs,
  financeVerbs,
  glVerbs,
  journalVerbs,
  webhooksVerbs,
  dlqVerbs,
]

/** Runs one verb to its end. */
export const runHere = async (args: readonly string[], session: Session = {}): Promise<Ended> => {
  const texts = { stdout: '', stderr: '' }
  const answers = session.answers === undefined ? undefined : [...session.answers]
  const terminal = {
    out: (text: string) => void (texts.stdout += text),
    err: (text: string) => void (texts.stderr += text),
    isTty: answers !== undefined,
    ask:
      answers === undefined
        ? undefined
        : (question: string) => {
            texts.stderr += question
            return Promise.resolve(answers.shift() ?? '')
          },
    env: session.env ?? {},
    signal: session.signal ?? new AbortController().signal,
    stdout: process.stdout,
    secrets: createSecrets(controlSecrets(session.env ?? {})),
  }
  let exitCode: number | null = null
  const cli: Cli = {
    streams,
    root: fileURLToPath(new URL('../..', import.meta.url)),
    run: async (verb, verbArgs, work) => {
      exitCode = await runVerb(verb, verbArgs, terminal, work)
    },
  }
  let parser: Argv<CommonArgs> = yargs([...args]).options({
    json: { type: 'boolean', default: false },
    log: { choices: ['json', 'pretty'] as const },
    verbose: { type: 'boolean', default: false },
  })
  for (const register of registers) parser = register(parser, cli)
  await parser.strict().exitProcess(false).parseAsync()
  return { exitCode, ...texts }
}

/** Runs a verb with --json and gives its one object. */
export const jsonHere = async (
  args: readonly string[],
  session: Session = {},
): Promise<Record<string, unknown>> => {
  const { stdout } = await runHere([...args, '--json'], session)
  return JSON.parse(stdout) as Record<string, unknown>
}
