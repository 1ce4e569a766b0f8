// The line of a build: dbt models and tests, then the marts published, and what that amounts to.
import { join } from 'node:path'
import type { Config } from '../core/config.ts'
import { Problem } from '../core/errors.ts'
import { frozenPaths } from '../finance/closed-files.ts'
import { prepareOwnTables } from '../finance/own-tables.ts'
import { recordPublished } from '../finance/published-from.ts'
import { readDrift } from '../finance/period-close-drift.ts'
import type { Drift } from '../finance/period-close-drift.ts'
import { closedNow, readEvents } from '../finance/period-close-ledger.ts'
import { dbtCacheDir, ensureDbt } from '../lakehouse/dbt-env.ts'
import { runDbt } from '../lakehouse/dbt.ts'
import type { DbtResult } from '../lakehouse/dbt.ts'
import { openReadOnly } from '../lakehouse/duck.ts'
import { appendExpiries } from '../lakehouse/expiry-registry.ts'
import { publish } from '../lakehouse/publish.ts'
import type { Publication } from '../lakehouse/publish.ts'
import { Warehouse } from '../lakehouse/warehouse.ts'
import type { Cli } from './cli-type.ts'
import type { Context } from './session.ts'
import { warehouseStreams } from './warehouse-streams.ts'
import type { Work } from './work.ts'

/** Findings in the studio's data that need a person. */
export interface DataFindings {
  readonly finding: string
  readonly severity: string
  readonly rows: number
}

export interface BuildResult {
  readonly dbt: DbtResult
  /** Undefined when a test of our own arithmetic failed: yesterday's marts stay. */
  readonly publication: Publication | undefined
  readonly findings: readonly DataFindings[]
  /** What differs from closed periods, and was posted as adjustments. */
  readonly drift: readonly Drift[]
}

export interface BuildRequest {
  readonly select?: readonly string[]
  readonly config?: Config | undefined
  readonly publishDir?: string | undefined
  /** Folder of the studio's own finance tables; undefined = it has none. */
  readonly financeFolder: string | undefined
}

/**
 * dbt models and tests, then the marts published, unless a test failed.
 * @throws Problem PYTHON_MISSING, DBT_INSTALL_FAILED, HOME_UNUSABLE, CLOSED_JOURNAL_CHANGED, FINANCE_TABLES_BROKEN,
 * DISK_FULL.
 */
export const buildLine = async (
  context: Context,
  cli: Cli,
  work: Work,
  request: BuildRequest,
): Promise<BuildResult> => {
  const { printer, log } = context
  const projectDir = join(cli.root, 'models')
  const progress = printer.progress('models')
  const from = { folder: request.financeFolder, projectDir }
  const { finance, settings, hash } = await prepareOwnTables(work.home, from)
  const closedJournals = await closedJournalsOf(work.home, cli)
  const cacheDir = await dbtCacheDir(cli.root, context.terminal.env)
  const env = await ensureDbt({
    projectDir,
    cacheDir,
    log,
    progress: (note) => progress.set(0, undefined, note),
  })
  progress.set(0, undefined, 'dbt is building and testing the marts')
  const dbt = await runDbt({
    home: work.home,
    env,
    projectDir,
    log,
    vars: {
      ...settings,
      site_zones: zonesVar(request.config),
      finance,
      closed_journals: closedJournals,
    },
    signal: work.signal,
    ...(request.select === undefined ? {} : { select: request.select }),
  })
  progress.end(
    `${dbt.models} built, ${dbt.tests.passed} tests passed, ${dbt.tests.failed} failed (${dbt.seconds.toFixed(1)} s)`,
  )
  if (!dbt.ok) return { dbt, publication: undefined, findings: [], drift: [] }
  log.info({ expiries: await registerExpiries(work.home, cli) }, 'first expiries written to the ledger')
  const publication = await publish({ home: work.home, publishDir: request.publishDir, log })
  await recordPublished(work.home, { finance_hash: hash, has_journal: buildsJournal(request.select) })
  return {
    dbt,
    publication,
    findings: await findingsIn(publication.path),
    drift: await readDrift(publication.path),
  }
}

/**
 * The frozen journals of the closed periods, looked at before anything is built on them. The warehouse is made where there is
 * none: a home that was never synced still builds empty marts, told from unread ones by mart_freshness.
 */
const closedJournalsOf = async (home: string, cli: Cli): Promise<readonly string[]> => {
  await using warehouse = await Warehouse.open(home, warehouseStreams(cli))
  return frozenPaths(home, closedNow(await warehouse.exclusive(readEvents)))
}

/** Whether a build makes the journal anew from all it is made of. */
const buildsJournal = (select: readonly string[] = []): boolean =>
  select.length === 0 || select.includes('+fct_journal_line')

/** Written before the marts are published: what they show as deferred until a day is held to that day from then on. */
const registerExpiries = async (home: string, cli: Cli): Promise<number> => {
  await using warehouse = await Warehouse.open(home, warehouseStreams(cli))
  return await appendExpiries(warehouse)
}

const zonesVar = (config: Config | undefined): Readonly<Record<string, string>> =>
  Object.fromEntries((config?.time_zones ?? []).map(({ site_id: siteId, zone }) => [String(siteId), zone]))

const findingsIn = async (marts: string): Promise<readonly DataFindings[]> => {
  const duck = await openReadOnly(marts)
  try {
    return await duck.rows<{ finding: string; severity: string; rows: number }>(
      'select finding, severity, count(*) as rows from data_quality group by all order by severity desc, finding',
    )
  } finally {
    duck.close()
  }
}

/** The problem a build leaves behind: failed tests first, then findings that need a person. */
export const problemOfBuild = ({ dbt, findings }: BuildResult): Problem | undefined => {
  if (!dbt.ok) {
    const names = dbt.failures.map(({ name, message }) => `${name}: ${message.split('\n')[0] ?? ''}`)
    return new Problem('TESTS_FAILED', {
      what: `${dbt.failures.length} models or tests failed, nothing was published.`,
      why: names.join('; '),
    })
  }
  const warnings = findings.filter(({ severity }) => severity === 'warn')
  if (warnings.length === 0) return undefined
  const rows = warnings.reduce((sum, finding) => sum + finding.rows, 0)
  return new Problem('FINDINGS', {
    what: `The marts are published, and ${rows} rows of the data need a person: ${warnings.map(({ finding, rows: n }) => `${finding} (${n})`).join(', ')}.`,
  })
}

/** The worst of what several steps left behind; what blocks weighs more than what merely asks for a look. */
export const worstOf = (...problems: readonly (Problem | undefined)[]): Problem | undefined =>
  problems.filter((problem) => problem !== undefined).sort((a, b) => b.exitCode - a.exitCode)[0]

export const buildSummary = ({
  dbt,
  publication,
  findings,
  drift,
}: BuildResult): Record<string, unknown> => ({
  models: dbt.models,
  tests: dbt.tests,
  failures: dbt.failures,
  published: publication?.path ?? null,
  marts: publication?.marts ?? [],
  findings,
  drift,
})
