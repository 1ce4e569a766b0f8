// One command's life: its printer, log, secrets and stop signal, and the exit code it ends in.
import { createLog } from '../core/log.ts'
import type { Log } from '../core/log.ts'
import { stopped, toProblem } from '../core/errors.ts'
import type { Problem } from '../core/errors.ts'
import { createPrinter } from '../core/print.ts'
import type { Printer } from '../core/print.ts'
import type { Secrets } from '../core/secrets.ts'
import type { Environment } from '../core/config.ts'

/** Options every verb takes. */
export interface CommonArgs {
  readonly json?: boolean | undefined
  readonly log?: string | undefined
  readonly verbose?: boolean | undefined
}

export interface Terminal {
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  readonly isTty: boolean
  /** Asks the person at the terminal; undefined where nobody is. */
  readonly ask?: ((question: string) => Promise<string>) | undefined
  readonly env: Environment
  readonly signal: AbortSignal
  readonly stdout: NodeJS.WriteStream
  /** What must not be printed; verbs add to it what they come to know. */
  readonly secrets: Secrets
}

export interface Context {
  readonly printer: Printer
  readonly log: Log
  readonly secrets: Secrets
  readonly signal: AbortSignal
  readonly terminal: Terminal
}

/** What a verb hands back: the fields of its `--json` object, and a problem when it is done but needs a person. */
export interface Outcome {
  readonly summary?: Readonly<Record<string, unknown>>
  readonly problem?: Problem | undefined
}

/** Aborting the signal with this ends the process with the signal's own exit code. */
export class Stopped extends Error {
  readonly exitCode: number
  constructor(signal: 'SIGINT' | 'SIGTERM') {
    super(`Stopped by ${signal}.`)
    this.name = 'Stopped'
    this.exitCode = stopped.exitCodes[signal]
  }
}

/**
 * Runs a verb and turns whatever happens into its exit code: a summary or a plain error text on the terminal, one object with
 * `--json`. A stack trace is logged at debug level only, and for our own bugs.
 */
export const runVerb = async (
  verb: string,
  args: CommonArgs,
  terminal: Terminal,
  work: (context: Context) => Promise<Outcome>,
): Promise<number> => {
  const { secrets } = terminal
  const scrubbed = (write: (text: string) => void) => (text: string) => write(secrets.scrub(text))
  const printer = createPrinter({
    json: args.json ?? false,
    isTty: terminal.isTty,
    out: scrubbed(terminal.out),
    err: scrubbed(terminal.err),
  })
  const log = createLog({
    secrets,
    level: args.verbose === true ? 'debug' : 'info',
    json: args.log === 'json' || (args.log === undefined && !terminal.isTty),
    stream: { write: terminal.err },
  })
  const context: Context = { printer, log, secrets, signal: terminal.signal, terminal }
  try {
    const { summary = {}, problem } = await work(context)
    const exitCode = problem?.exitCode ?? 0
    printer.object({ verb, ok: exitCode === 0, exit_code: exitCode, ...summary, ...errorOf(problem) })
    if (problem !== undefined) tell(printer, terminal, secrets, problem)
    return exitCode
  } catch (error) {
    const { reason } = terminal.signal
    if (terminal.signal.aborted && reason instanceof Stopped) {
      const { code, remedy } = stopped
      const error = { code, message: reason.message, remedy }
      printer.object({ verb, ok: false, exit_code: reason.exitCode, error })
      if (!printer.json) terminal.err(`\n${code}: ${reason.message}\n  -> ${remedy}\n`)
      return reason.exitCode
    }
    const problem = toProblem(error)
    if (problem.code === 'INTERNAL') log.error({ stack: stackOf(error) }, problem.message)
    else log.debug({ stack: stackOf(error) }, problem.message)
    printer.object({ verb, ok: false, exit_code: problem.exitCode, ...errorOf(problem) })
    tell(printer, terminal, secrets, problem)
    return problem.exitCode
  }
}

const errorOf = (problem: Problem | undefined): object =>
  problem === undefined
    ? {}
    : { error: { code: problem.code, message: problem.message, remedy: problem.remedy } }

const tell = (printer: Printer, terminal: Terminal, secrets: Secrets, problem: Problem): void => {
  if (printer.json) return
  terminal.err(secrets.scrub(`\n${problem.code}: ${problem.message}\n  -> ${problem.remedy}\n`))
}

const stackOf = (error: unknown): string => {
  const lines: string[] = []
  for (let current: unknown = error; current instanceof Error; current = current.cause) {
    lines.push(current.stack ?? current.message)
  }
  return lines.join('\ncaused by ')
}
