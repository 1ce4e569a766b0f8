// dbt's own Python environment: made on first need from a hash-locked list, found again by the hash of that list.
import { mkdir, open, readFile, rm, stat } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Problem } from '../core/errors.ts'
import { isThere } from '../core/is-there.ts'
import type { Log } from '../core/log.ts'
import { runChild } from './child.ts'
import { sha256Of } from './durable.ts'
import { checkPython } from './python.ts'

export interface DbtEnv {
  readonly path: string
  /** Path of the dbt command. */
  readonly dbt: string
  readonly python: string
}

export interface DbtEnvOptions {
  /** The dbt project; holds requirements.txt. */
  readonly projectDir: string
  /** Where environments are kept; see `dbtCacheDir`. */
  readonly cacheDir: string
  readonly log: Log
  /** Told what is being waited for, once it takes more than a look. */
  readonly progress?: (note: string) => void
}

/** A lock older than this was left by a process that died; building takes a minute. */
const staleLockMs = 15 * 60_000

/** `.dbt/` in a clone; the user's cache folder where the package is installed. */
export const dbtCacheDir = async (
  packageRoot: string,
  environment: Readonly<Record<string, string | undefined>> = {},
): Promise<string> => {
  if (await isThere(join(packageRoot, '.git'))) return join(packageRoot, '.dbt')
  return join(environment['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'mindbody-elt', 'dbt')
}

/** The environment's place and commands, whether it is there or not. */
export const dbtEnvOf = async ({
  projectDir,
  cacheDir,
}: Pick<DbtEnvOptions, 'projectDir' | 'cacheDir'>): Promise<DbtEnv> => {
  const lock = await readFile(join(projectDir, 'requirements.txt'))
  const path = join(cacheDir, sha256Of(lock).slice(0, 12))
  return { path, dbt: join(path, 'bin', 'dbt'), python: join(path, 'bin', 'python') }
}

/**
 * Finds or makes the environment. One process builds at a time; half an environment lacks the file `complete` and is made anew.
 * @throws Problem PYTHON_MISSING, DBT_INSTALL_FAILED.
 */
export const ensureDbt = async (options: DbtEnvOptions): Promise<DbtEnv> => {
  const env = await dbtEnvOf(options)
  if (await isThere(join(env.path, 'complete'))) return env
  if (await worksAlready(env)) return env
  await mkdir(options.cacheDir, { recursive: true })
  const lockPath = `${env.path}.lock`
  const lock = await takeLock(lockPath, options)
  try {
    if (!(await isThere(join(env.path, 'complete')))) await build(env, options)
  } finally {
    await lock.close()
    await rm(lockPath, { force: true })
  }
  return env
}

/** An environment somebody made by hand in the right place is as good. */
const worksAlready = async (env: DbtEnv): Promise<boolean> => {
  if (!(await isThere(env.dbt))) return false
  const { exitCode } = await runChild(env.dbt, ['--version'], { timeoutMs: 60_000 })
  if (exitCode === 0) await (await open(join(env.path, 'complete'), 'w')).close()
  return exitCode === 0
}

const takeLock = async (path: string, { progress }: DbtEnvOptions): Promise<FileHandle> => {
  for (;;) {
    try {
      const lock = await open(path, 'wx')
      await lock.writeFile(String(process.pid))
      return lock
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      const age = await stat(path).then(
        ({ mtimeMs }) => Date.now() - mtimeMs,
        () => 0,
      )
      if (age > staleLockMs || (await holderIsGone(path))) await rm(path, { force: true })
      else {
        progress?.('another process is installing dbt')
        await sleep(500)
      }
    }
  }
}

const holderIsGone = async (path: string): Promise<boolean> => {
  const pid = Number(await readFile(path, 'utf8').catch(() => ''))
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH'
  }
}

const build = async (env: DbtEnv, options: DbtEnvOptions): Promise<void> => {
  const python = await checkPython()
  const { exitCode } = await runChild('uv', ['--version'], { timeoutMs: 10_000 })
  const hasUv = exitCode === 0
  options.progress?.(`installing dbt with ${hasUv ? 'uv' : 'pip'} (once)`)
  await rm(env.path, { recursive: true, force: true })
  const requirements = join(options.projectDir, 'requirements.txt')
  const steps = hasUv
    ? uvSteps(env, python.command, requirements)
    : pipSteps(env, python.command, requirements)
  for (const [command, ...args] of steps) {
    const child = await runChild(command, args)
    if (child.exitCode === 0) continue
    await rm(env.path, { recursive: true, force: true })
    options.log.debug({ text: child.stderr }, 'dbt could not be installed')
    const why = child.stderr.trim().split('\n').at(-1) ?? ''
    throw new Problem('DBT_INSTALL_FAILED', { what: 'dbt could not be installed.', why })
  }
  // Scripts of an environment name its path, so it is made in place, and this file says that it is whole.
  await (await open(join(env.path, 'complete'), 'w')).close()
}

type Step = readonly [command: string, ...args: string[]]

const uvSteps = (env: DbtEnv, python: string, requirements: string): readonly Step[] => [
  ['uv', 'venv', '--quiet', '--python', python, env.path],
  [
    'uv',
    'pip',
    'install',
    '--quiet',
    '--compile-bytecode',
    '--python',
    env.python,
    '--require-hashes',
    '-r',
    requirements,
  ],
]

const pipSteps = (env: DbtEnv, python: string, requirements: string): readonly Step[] => {
  const quietly = ['--quiet', '--disable-pip-version-check', '--no-input']
  return [
    [python, '-m', 'venv', env.path],
    [env.python, '-m', 'pip', 'install', ...quietly, '--require-hashes', '-r', requirements],
  ]
}

/** DuckDB's version inside the environment; undefined while that is not built. */
export const dbtDuckdbVersion = async (env: DbtEnv): Promise<string | undefined> => {
  if (!(await isThere(join(env.path, 'complete')))) return undefined
  const { stdout } = await runChild(env.python, ['-c', 'import duckdb; print(duckdb.__version__)'])
  return stdout.trim()
}
