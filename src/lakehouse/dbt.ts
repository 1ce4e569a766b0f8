// The dbt runner: one `dbt build` as a child process, its result read from what it leaves behind.
import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Problem } from '../core/errors.ts'
import type { Log } from '../core/log.ts'
import { runChild } from './child.ts'
import type { DbtEnv } from './dbt-env.ts'
import { homePaths, ownerOnly } from './home.ts'

export interface DbtRun {
  readonly home: string
  readonly env: DbtEnv
  readonly projectDir: string
  /** dbt's own selection, e.g. `+fct_visit`. */
  readonly select?: readonly string[]
  /** All other models are built and up to date: tests that look at some beside the selected ones run as well. */
  readonly isRestBuilt?: boolean
  readonly vars?: Readonly<Record<string, unknown>>
  /** Also runs the unit tests, which prove the models' own SQL on literal rows and know nothing of the data. */
  readonly unitTests?: boolean
  readonly threads?: number
  readonly log: Log
  readonly signal?: AbortSignal
}

export interface DbtFailure {
  readonly name: string
  readonly message: string
  /** Rows a test found; 0 where that is not what failed. */
  readonly rows: number
}

export interface DbtResult {
  readonly ok: boolean
  /** Models and seeds that were built. */
  readonly models: number
  readonly tests: { readonly passed: number; readonly failed: number; readonly warned: number }
  readonly failures: readonly DbtFailure[]
  readonly warnings: readonly DbtFailure[]
  readonly seconds: number
}

interface RunResult {
  readonly status: string
  readonly unique_id: string
  readonly message: string | null
  readonly failures: number | null
}

/**
 * Builds and tests the models. No handle on the warehouse or on transform.duckdb may be open meanwhile: DuckDB lets one
 * process write a file, and a reader keeps the writer out.
 * @returns what ran; `ok` is false when a model or a test failed.
 * @throws Problem INTERNAL when dbt ended without a result.
 */
export const runDbt = async (run: DbtRun): Promise<DbtResult> => {
  const paths = homePaths(run.home)
  const target = join(paths.work, 'dbt', 'target')
  const logs = join(paths.work, 'dbt', 'logs')
  await mkdir(logs, { recursive: true, mode: 0o700 })
  await rm(join(target, 'run_results.json'), { force: true })
  const began = performance.now()
  // What it would print of each node nobody reads; errors it prints all the same, and its log file has everything.
  const args = ['--quiet', '--log-level-file', 'info', 'build', '--project-dir', run.projectDir]
  args.push('--target-path', target, '--log-path', logs)
  if (run.unitTests !== true) args.push('--exclude-resource-type', 'unit_test')
  // Elsewhere tests that look at models beside the selected ones would fail over what was not built.
  const tests = run.isRestBuilt === true ? 'eager' : 'cautious'
  if (run.select !== undefined && run.select.length > 0)
    args.push('--select', ...run.select, '--indirect-selection', tests)
  if (run.vars !== undefined) args.push('--vars', JSON.stringify(run.vars))
  const dbt = await runChild(run.env.dbt, args, {
    signal: run.signal,
    env: {
      DBT_PROFILES_DIR: run.projectDir,
      DBT_SEND_ANONYMOUS_USAGE_STATS: 'false',
      DO_NOT_TRACK: '1',
      MINDBODY_WAREHOUSE: paths.warehouse,
      MINDBODY_TRANSFORM: paths.transform,
      MINDBODY_THREADS: String(run.threads ?? 2),
    },
  })
  await ownerOnly(paths.transform)
  const results = await readResults(join(target, 'run_results.json'))
  if (results === undefined) {
    const output = `${dbt.stdout}\n${dbt.stderr}`
    run.log.debug({ output }, 'dbt failed')
    const why = output.trim().split('\n').at(-1) ?? ''
    throw new Problem('INTERNAL', { what: 'dbt ended before it built anything.', why })
  }
  return summarise(results, dbt.exitCode === 0, Math.round(performance.now() - began) / 1_000)
}

const readResults = async (path: string): Promise<readonly RunResult[] | undefined> => {
  try {
    const parsed = JSON.parse(await readFile(path, 'utf8')) as { results: readonly RunResult[] }
    return parsed.results
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

const summarise = (results: readonly RunResult[], exitedWell: boolean, seconds: number): DbtResult => {
  const isTest = ({ unique_id: id }: RunResult): boolean =>
    id.startsWith('test.') || id.startsWith('unit_test.')
  const tests = results.filter(isTest)
  const count = (...statuses: readonly string[]): number =>
    tests.filter(({ status }) => statuses.includes(status)).length
  const told = (statuses: readonly string[]): DbtFailure[] =>
    results
      .filter(({ status }) => statuses.includes(status))
      .map((result) => ({
        name: result.unique_id
          .split('.')
          .slice(2)
          .join('.')
          .replace(/\.[0-9a-f]{10}$/, ''),
        message: result.message ?? '',
        rows: result.failures ?? 0,
      }))
  const failures = told(['error', 'fail', 'runtime error'])
  return {
    ok: exitedWell && failures.length === 0,
    models: results.filter((result) => !isTest(result) && result.status === 'success').length,
    tests: { passed: count('pass', 'success'), failed: count('fail', 'error'), warned: count('warn') },
    failures,
    warnings: told(['warn']),
    seconds,
  }
}
