// The one door to child processes: Python, pip, uv and dbt, always with an argument list and never through a shell.
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

/** No child of ours needs them: what is not handed on cannot end up in a log of dbt. */
const withheld = {
  MINDBODY_API_KEY: undefined,
  MINDBODY_CREDENTIALS_USERNAME: undefined,
  MINDBODY_CREDENTIALS_PASSWORD: undefined,
  MINDBODY_EXTRA_HEADERS: undefined,
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
