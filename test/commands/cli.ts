// The built command line as a child process, against a simulated studio.
import { spawn } from 'node:child_process'
import type { ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import { execFileSync } from 'node:child_process'
import { readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
export const entry = join(root, 'dist', 'src', 'cli.js')

const newestMs = (folder: string): number =>
  Math.max(
    ...readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((file) => file.isFile() && file.name.endsWith('.ts'))
      .map((file) => statSync(join(file.parentPath, file.name)).mtimeMs),
  )

/** Builds, unless what is built is newer than the sources (`npm ci` has built it). */
export const ensureBuilt = (): void => {
  const builtMs = statSync(entry, { throwIfNoEntry: false })?.mtimeMs ?? 0
  if (builtMs < Math.max(newestMs('src'), newestMs('streams')))
    execFileSync('npm', ['run', 'build'], { cwd: root })
}

export interface Ended {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface Running {
  readonly child: ChildProcessByStdio<null, Readable, Readable>
  /** What it has written to stderr so far. */
  readonly stderr: () => string
  readonly ended: Promise<Ended>
}

/** Variables of the tests' own shell that would lie over a test's configuration. */
const plainEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('MINDBODY_')))

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>
  readonly command?: readonly [string, ...string[]]
}

/** Starts the command line. */
export const start = (args: readonly string[], options: RunOptions = {}): Running => {
  const [command, ...before] = options.command ?? [process.execPath, entry]
  const child = spawn(command, [...before, ...args], {
    env: { ...plainEnvironment(), ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const texts = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (texts.stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (texts.stderr += text))
  const ended = once(child, 'close').then(([exitCode]): Ended => ({
    exitCode: exitCode as number | null,
    ...texts,
  }))
  return { child, stderr: () => texts.stderr, ended }
}

/** Runs the command line to its end. */
export const run = (args: readonly string[], options: RunOptions = {}): Promise<Ended> =>
  start(args, options).ended

export const studioConfig = (url: string, changes: object = {}): object => ({
  api_key: 'demo-key',
  site_ids: [10_001, 10_002],
  credentials: { type: 'staff_user', username: 'owner', password: 'demo-password' },
  start_date: '2025-07-01',
  base_url: url,
  requests_per_second: 5_000,
  max_concurrency: 8,
  ...changes,
})

/** Writes a file into a folder and gives its path. */
export const jsonFile = (folder: string, name: string, content: object): string => {
  const path = join(folder, name)
  writeFileSync(path, JSON.stringify(content))
  return path
}
