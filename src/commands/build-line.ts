// The line of a build: dbt models and tests, then the marts published, and what that amounts to.
import { Problem } from '../core/errors.ts'
import { recordPublished } from '../finance/published-from.ts'
import { readDrift } from '../finance/period-close-drift.ts'
import type { Drift } from '../finance/period-close-drift.ts'
import { forgetBuiltFrom, recordBuiltFrom } from '../lakehouse/built-from.ts'
import { dbtCacheDir, ensureDbt } from '../lakehouse/dbt-env.ts'
import { runDbt } from '../lakehouse/dbt.ts'
import type { DbtResult } from '../lakehouse/dbt.ts'
import { openReadOnly } from '../lakehouse/duck.ts'
import { appendExpiries } from '../lakehouse/expiry-registry.ts'
import { publish } from '../lakehouse/publish.ts'
import type { Publication } from '../lakehouse/publish.ts'
import { sourceStates } from '../lakehouse/source-states.ts'
import type { SourceStates } from '../lakehouse/source-states.ts'
import { Warehouse } from '../lakehouse/warehouse.ts'
import { affectedSelection, basisOf, isSameProject } from './build-basis.ts'
import type { Basis, BasisRequest } from './build-basis.ts'
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

export interface BuildRequest extends BasisRequest {
  /** dbt's own selection; undefined or empty = all models. */
  readonly select?: readonly string[]
  readonly publishDir?: string | undefined
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
  const { select = [] } = request
  const basis = await basisOf(cli, work.home, request)
  return build(context, cli, work, { ...request, basis, select, isWhole: select.length === 0 })
}

/**
 * Like {@link buildLine}, but only what reads something newer than the published marts; what comes of it is what a build of all
 * models would give. All models where the last build was of other models or settings, or its record is gone.
 * @returns undefined when the marts are up to date: nothing is built then.
 * @throws as buildLine.
 */
export const buildAffected = async (
  context: Context,
  cli: Cli,
  work: Work,
  request: Omit<BuildRequest, 'select'>,
): Promise<BuildResult | undefined> => {
  const basis = await basisOf(cli, work.home, request)
  const select = affectedSelection(basis)
  if (select?.length === 0) return undefined
  return build(context, cli, work, { ...request, basis, select: select ?? [], isWhole: true })
}

interface BuildOrder extends Pick<BuildRequest, 'publishDir'> {
  readonly basis: Basis
  readonly select: readonly string[]
  /** Everything is up to date afterwards; false for a selection of the user's own. */
  readonly isWhole: boolean
}

const build = async (context: Context, cli: Cli, work: Work, order: BuildOrder): Promise<BuildResult> => {
  const { printer, log } = context
  const { basis, select, isWhole } = order
  const progress = printer.progress('models')
  const cacheDir = await dbtCacheDir(cli.root, context.terminal.env)
  const env = await ensureDbt({
    projectDir: basis.projectDir,
    cacheDir,
    log,
    progress: (note) => progress.set(0, undefined, note),
  })
  if (!isSameProject(basis)) await forgetBuiltFrom(basis.transform)
  progress.set(0, undefined, 'dbt is building and testing the marts')
  const dbt = await runDbt({
    home: work.home,
    env,
    projectDir: basis.projectDir,
    log,
    vars: basis.vars,
    signal: work.signal,
    select,
    isRestBuilt: isWhole,
  })
  progress.end(
    `${dbt.models} built, ${dbt.tests.passed} tests passed, ${dbt.tests.failed} failed (${dbt.seconds.toFixed(1)} s)`,
  )
  if (!dbt.ok) return { dbt, publication: undefined, findings: [], drift: [] }
  const { expiries, sources } = await registerExpiries(work.home, cli)
  log.info({ expiries }, 'first expiries written to the ledger')
  const publication = await publish({ home: work.home, publishDir: order.publishDir, log })
  const hasJournal = isWhole || select.includes('+fct_journal_line')
  await recordPublished(work.home, { finance_hash: basis.financeHash, has_journal: hasJournal })
  if (isWhole) await recordBuiltFrom(basis.transform, { project: basis.project, sources })
  return {
    dbt,
    publication,
    findings: await findingsIn(publication.path),
    drift: await readDrift(publication.path),
  }
}

/**
 * Written before the marts are published: what they show as deferred until a day is held to that day from then on. The models say
 * the same with these days on record, so the states told are those the marts are made from.
 */
const registerExpiries = async (
  home: string,
  cli: Cli,
): Promise<{ readonly expiries: number; readonly sources: SourceStates }> => {
  const streams = warehouseStreams(cli)
  await using warehouse = await Warehouse.open(home, streams)
  const expiries = await appendExpiries(warehouse)
  return { expiries, sources: await warehouse.exclusive((duck) => sourceStates(duck, streams)) }
}

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
