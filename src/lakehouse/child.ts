// The one door to child processes: Python, pip, uv, dbt and our own verbs, always with an argument list and never through a shell.
import { createInterface } from 'node:readline'
import { execa } from 'execa'

export interface Child {
  /** undefined: the command was not found, timed out or was killed. */
  readonly exitCode: number | undefined
  readonly stdout: string
  readonly stderr: string
}

export interface ChildOptions {
  readonly env?: Readonly<Record<string, string>>
  readonly timeoutMs?: number
  readonly signal?: AbortSignal | undefined
}

/** No other program needs them: what is not handed on cannot end up in a log of dbt. */
const withheld = {
  MINDBODY_API_KEY: undefined,
  MINDBODY_CONTROL_URL: undefined,
  MINDBODY_CREDENTIALS: undefined,
  MINDBODY_CREDENTIALS_USERNAME: undefined,
  MINDBODY_CREDENTIALS_PASSWORD: undefined,
  MINDBODY_EXTRA_HEADERS: undefined,
  MINDBODY_WEBHOOKS: undefined,
  MINDBODY_WEBHOOKS_SIGNATURE_KEYS: undefined,
}

/** Runs a command to its end. A command that fails, or is not there, is told by its exit code and not thrown. */
export const runChild = async (
  command: string,
  args: readonly string[],
  { env = {}, timeoutMs, signal }: ChildOptions = {},
): Promise<Child> => {
  const result = await execa(command, args, {
    env: { ...env, ...withheld },
    reject: false,
    stdin: 'ignore',
    ...(timeoutMs === undefined ? {} : { timeout: timeoutMs }),
    ...(signal === undefined ? {} : { cancelSignal: signal }),
  })
  signal?.throwIfAborted()
  return { exitCode: result.exitCode, stdout: result.stdout ?? '', stderr: result.stderr ?? '' }
}

export interface OwnVerbOptions {
  /** Given what the verb writes to stderr, line by line, as it comes; its own secrets are blanked in it already. */
  readonly onLine: (line: string) => void
  readonly signal: AbortSignal
}

/** A verb that is told to stop ends at its next commit; after so long it is killed. */
const stopWithinMs = 60_000

/**
 * Runs a verb of this program to its end, in a process and a process group of its own: what it needs of memory, and how it ends,
 * is not ours, and Ctrl-C reaches it once, through us. It is given the environment as it is, keys included.
 * @param entry path of our own command line
 */
export const runOwnVerb = async (
  entry: string,
  args: readonly string[],
  { onLine, signal }: OwnVerbOptions,
): Promise<Omit<Child, 'stderr'>> => {
  const child = execa(process.execPath, [entry, ...args], {
    reject: false,
    detached: true,
    stdin: 'ignore',
    buffer: { stderr: false },
    cancelSignal: signal,
    forceKillAfterDelay: stopWithinMs,
  })
  createInterface({ input: child.stderr }).on('line', onLine)
  const { exitCode, stdout } = await child
  return { exitCode, stdout }
}
