// One run of `webhooks apply` as a child process of `serve`: neither its memory nor its end is the receiver's.
import { join } from 'node:path'
import { runOwnVerb } from '../lakehouse/child.ts'
import type { ApplyEnd } from '../webhooks/applier.ts'
import type { Cli } from './cli-type.ts'
import type { CommonArgs, Context } from './session.ts'

export interface ApplyChild {
  readonly home: string
  readonly config: string | undefined
  /** How long it waits for another run on the home. */
  readonly waitSeconds: number
}

interface Answer {
  /** There once the inbox was drained and what it told of was pulled. */
  readonly events?: object
  readonly again?: boolean
  readonly published?: string | null
  readonly models?: number
  readonly calls_used?: number
  readonly error?: { readonly code: string; readonly message: string }
}

const answerIn = (stdout: string): Answer => {
  try {
    return JSON.parse(stdout) as Answer
  } catch {
    // Killed before it could say anything: the exit code is all there is.
    return {}
  }
}

/**
 * Runs it to its end and tells what came of it.
 * @returns `failed` when it is to be tried again. What needs a person (a dead letter, a finding, a test that failed) or another day
 * (the budget) is no reason: with the same data it would come to the same.
 */
export const applyInChild = async (
  { log, terminal, secrets }: Context,
  cli: Pick<Cli, 'root'>,
  args: CommonArgs,
  { home, config, waitSeconds }: ApplyChild,
  signal: AbortSignal,
): Promise<ApplyEnd> => {
  const form = args.log ?? (terminal.isTty ? 'pretty' : 'json')
  const began = performance.now()
  const { exitCode, stdout } = await runOwnVerb(
    join(cli.root, 'dist', 'src', 'cli.js'),
    [
      'webhooks',
      'apply',
      '--json',
      `--log=${form}`,
      `--home=${home}`,
      `--wait=${waitSeconds}`,
      ...(config === undefined ? [] : [`--config=${config}`]),
      ...(args.verbose === true ? ['--verbose'] : []),
    ],
    { signal, onLine: (line) => terminal.err(secrets.scrub(`${line}\n`)) },
  )
  const { events, again, published, models = 0, calls_used: calls = 0, error } = answerIn(stdout)
  const seconds = Math.round((performance.now() - began) / 100) / 10
  const told = { seconds, models, calls, ...(error === undefined ? {} : { code: error.code }) }
  const isDone = events !== undefined && error?.code !== 'STREAM_LOST'
  if (signal.aborted) log.info(told, 'Events were being applied: stopped at a commit.')
  else if (!isDone) {
    const why = error?.message ?? 'The process ended without an answer.'
    log.warn({ ...told, exit_code: exitCode ?? null }, `Events are applied again later: ${why}`)
  } else if (error !== undefined) log.warn(told, `Events are applied; this needs a person: ${error.message}`)
  else
    log.info(told, published === null ? 'Events are applied; no mart is touched.' : 'Events are published.')
  if (!isDone) return 'failed'
  return again === true ? 'again' : 'done'
}
