// One run of `webhooks apply` as a child process of `serve`: neither its memory nor its end is the receiver's.
import { join } from 'node:path'
import { runOwnVerb } from '../lakehouse/child.ts'
import type { ApplyEnd } from '../webhooks/applier.ts'
import { answerIn, endOf } from './apply-answer.ts'
import type { ApplyAnswer } from './apply-answer.ts'
import type { Cli } from './cli-type.ts'
import type { CommonArgs, Context } from './session.ts'

export interface ApplyChild {
  readonly home: string
  readonly config: string | undefined
  /** How long it waits for another run on the home. */
  readonly waitSeconds: number
}

/**
 * Runs it to its end and tells what came of it.
 * @returns `failed` when it is to be tried again. What needs a person (a dead letter, a finding, a test that failed) or another day
 * (the budget) is no reason: with the same data it would come to the same. `waits` while marts do not show it for that.
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
  const answer = answerIn(stdout)
  const { models = 0, calls_used: calls = 0, error } = answer
  const seconds = Math.round((performance.now() - began) / 100) / 10
  const told = { seconds, models, calls, ...(error === undefined ? {} : { code: error.code }) }
  const end = endOf(answer)
  if (signal.aborted) log.info(told, 'Events were being applied: stopped at a commit.')
  else if (end === 'failed') log.warn({ ...told, exit_code: exitCode ?? null }, wordsOf(end, answer))
  else log[error === undefined ? 'info' : 'warn'](told, wordsOf(end, answer))
  return end
}

const wordsOf = (end: ApplyEnd, { lost, published, error }: ApplyAnswer): string => {
  const why = error?.message ?? 'The process ended without an answer.'
  if (end === 'failed')
    return `Events are applied again later${lost === true ? ', as not all they told of was read' : ''}: ${why}`
  if (end === 'waits') return `Events are drained, and published marts do not show all of them yet: ${why}`
  if (error !== undefined) return `Events are applied; this needs a person: ${error.message}`
  return published === null ? 'Events are applied; no mart is touched.' : 'Events are published.'
}
