// A warehouse filled straight from the simulated business, so that the models can be tried without a sync.
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { stringifyJson } from '../../src/core/json.ts'
import { silentLog } from '../../src/core/log.ts'
import { dbtCacheDir, ensureDbt } from '../../src/lakehouse/dbt-env.ts'
import { runDbt } from '../../src/lakehouse/dbt.ts'
import type { DbtResult, DbtRun } from '../../src/lakehouse/dbt.ts'
import { Duck, quoteText } from '../../src/lakehouse/duck.ts'
import { homePaths } from '../../src/lakehouse/home.ts'
import { metaDdl } from '../../src/lakehouse/meta-schema.ts'
import { rawDdl } from '../../src/lakehouse/raw-ddl.ts'
import { contentColumns, rawTable } from '../../src/lakehouse/raw-schema.ts'
import { prepareOwnTables } from '../../src/finance/own-tables.ts'
import type { Business } from '../../src/sandbox/business.ts'
import { simulatedMap } from '../../src/sandbox/chart.ts'
import { london } from '../../src/sandbox/plan-london.ts'
import { losAngeles } from '../../src/sandbox/plan-los-angeles.ts'
import { sydney } from '../../src/sandbox/plan-sydney.ts'
import { tokyo } from '../../src/sandbox/plan-tokyo.ts'
import type { SitePlan } from '../../src/sandbox/plan.ts'
import type { ApiRecord } from '../../src/sandbox/records.ts'
import { recordsOf } from '../../src/sandbox/truth.ts'
import type { Stream } from '../../src/source/stream.ts'
import { trimmed } from '../../src/source/trimmed.ts'
import { warehouseStreams } from '../../src/commands/warehouse-streams.ts'
import { streams } from '../../streams/index.ts'

const projectDir = fileURLToPath(new URL('../../models', import.meta.url))

/** When a record of a stream was read as it stands, in UTC. */
export type ReadAt = (stream: string, siteId: number, record: ApiRecord) => Date

const readOnce: ReadAt = () => new Date('2026-07-01T00:00:00Z')

/** What a complete extraction would have kept of every record: the site asked, nested records cut as the card says. */
const recordsOfAll = (business: Business, { name, only }: Stream, readAt: ReadAt): string =>
  business.studios
    .flatMap(({ plan: { siteId } }) =>
      recordsOf(business, name, siteId).map((record) => {
        const { SiteId: _own, SiteID: _too, ...own } = record
        const kept = Object.entries(own).map(([field, value]) => [field, trimmed(value, only[field])])
        const at = readAt(name, siteId, record).toISOString().slice(0, 19)
        return stringifyJson({ SiteId: siteId, ...Object.fromEntries(kept), _extracted_at: at })
      }),
    )
    .join('\n')

/** Makes a home with an empty warehouse, or one that holds all a business knows. */
export const studioHome = async (business?: Business, readAt: ReadAt = readOnce): Promise<string> => {
  const home = await mkdtemp(join(tmpdir(), 'models-'))
  const paths = homePaths(home)
  await mkdir(paths.work)
  await using duck = await Duck.open(paths.warehouse)
  for (const statement of metaDdl) await duck.run(statement)
  for (const stream of warehouseStreams({ streams }))
    for (const statement of rawDdl(stream, streams)) await duck.run(statement)
  if (business !== undefined) await fill(home, duck, business, readAt)
  return home
}

/** Puts what a business knows now in the place of all that a home has read before. */
export const refill = async (home: string, business: Business): Promise<void> => {
  await using duck = await Duck.open(homePaths(home).warehouse)
  await fill(home, duck, business, readOnce)
}

const fill = async (home: string, duck: Duck, business: Business, readAt: ReadAt): Promise<void> => {
  for (const stream of streams) {
    const file = join(homePaths(home).work, `${stream.name}.ndjson`)
    await writeFile(file, recordsOfAll(business, stream, readAt))
    const columns = contentColumns(stream, streams)
      .map(({ name, type }) => `${quoteText(name)}: ${quoteText(type)}`)
      .join(', ')
    await duck.run(`delete from ${rawTable(stream)}`)
    await duck.run(
      `insert into ${rawTable(stream)} by name
       select *, 'batch' as _batch_id
       from read_json(${quoteText(file)}, format = 'newline_delimited', columns = {${columns}, '_extracted_at': 'timestamp'})`,
    )
  }
}

/** Changes the raw relations of a home, as a test of odd data needs. */
export const change = async (home: string, ...statements: readonly string[]): Promise<void> => {
  await using duck = await Duck.open(homePaths(home).warehouse)
  for (const statement of statements) await duck.run(statement)
}

/** Tells a home which files the studio made one, as the webhook or the owner would. */
export const recordMerges = (home: string, business: Business): Promise<void> =>
  change(
    home,
    ...business.studios.flatMap(({ plan, merges }) =>
      merges.map(
        ({ removed, kept, at }) =>
          `insert into ledger.client_merge
           values (${plan.siteId}, ${removed.uniqueId}, ${kept.uniqueId}, make_timestamp(${at * 1_000}), 'studio')`,
      ),
    ),
  )

/** Builds and tests the models over a home, with the accounts of the simulated studios unless told otherwise. */
export const build = async (
  home: string,
  options: Pick<DbtRun, 'vars' | 'unitTests' | 'select'> & { readonly plans?: readonly SitePlan[] } = {},
): Promise<DbtResult> => {
  const log = silentLog()
  const root = fileURLToPath(new URL('../..', import.meta.url))
  const env = await ensureDbt({ projectDir, cacheDir: await dbtCacheDir(root), log })
  const folder = join(home, 'finance')
  await mkdir(folder, { recursive: true })
  const { plans = [losAngeles, london, sydney, tokyo], ...run } = options
  await writeFile(join(folder, 'gl_map.csv'), simulatedMap(plans))
  const { finance } = await prepareOwnTables(home, { folder, projectDir })
  return runDbt({ home, env, projectDir, log, ...run, vars: { finance, ...run.vars } })
}

/** The marts of a home, to be read. */
export const openMarts = (home: string): Promise<Duck> =>
  Duck.open(homePaths(home).transform, { readOnly: true })
