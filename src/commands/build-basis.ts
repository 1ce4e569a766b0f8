// What a build begins with: everything the models are told, and what of the warehouse is newer than the published marts.
import { join } from 'node:path'
import type { Config } from '../core/config.ts'
import { frozenPaths } from '../finance/closed-files.ts'
import { prepareOwnTables } from '../finance/own-tables.ts'
import { closedNow, readEvents } from '../finance/period-close-ledger.ts'
import { projectHash, readBuiltFrom } from '../lakehouse/built-from.ts'
import type { BuiltFrom } from '../lakehouse/built-from.ts'
import { homePaths } from '../lakehouse/home.ts'
import { changedSources, sourceStates } from '../lakehouse/source-states.ts'
import { Warehouse } from '../lakehouse/warehouse.ts'
import type { Cli } from './cli-type.ts'
import { warehouseStreams } from './warehouse-streams.ts'

export interface BasisRequest {
  readonly config?: Config | undefined
  /** Folder of the studio's own finance tables; undefined = it has none. */
  readonly financeFolder: string | undefined
}

export interface Basis extends BuiltFrom {
  readonly projectDir: string
  readonly transform: string
  /** The variables of the dbt run. */
  readonly vars: Readonly<Record<string, unknown>>
  readonly financeHash: string
  /** Of the last published build of all that was out of date. */
  readonly before: BuiltFrom | undefined
}

/**
 * Reads and checks what a build is made from; nothing is built yet. The warehouse is made where there is none: a home that was
 * never synced still builds empty marts, told from unread ones by mart_freshness.
 * @throws Problem HOME_UNUSABLE, CLOSED_JOURNAL_CHANGED, FINANCE_TABLES_BROKEN.
 */
export const basisOf = async (cli: Cli, home: string, request: BasisRequest): Promise<Basis> => {
  const projectDir = join(cli.root, 'models')
  const from = { folder: request.financeFolder, projectDir }
  const { finance, settings, hash } = await prepareOwnTables(home, from)
  const { events, sources } = await readWarehouse(cli, home)
  const vars = {
    ...settings,
    site_zones: zonesVar(request.config),
    finance,
    closed_journals: await frozenPaths(home, closedNow(events)),
  }
  const { transform } = homePaths(home)
  return {
    projectDir,
    transform,
    vars,
    financeHash: hash,
    project: await projectHash(projectDir, { ...vars, finance_hash: hash }),
    sources,
    before: await readBuiltFrom(transform),
  }
}

const readWarehouse = async (
  cli: Cli,
  home: string,
): Promise<{
  readonly events: Awaited<ReturnType<typeof readEvents>>
  readonly sources: Basis['sources']
}> => {
  const streams = warehouseStreams(cli)
  await using warehouse = await Warehouse.open(home, streams)
  return warehouse.exclusive(async (duck) => ({
    events: await readEvents(duck),
    sources: await sourceStates(duck, streams),
  }))
}

const zonesVar = (config: Config | undefined): Readonly<Record<string, string>> =>
  Object.fromEntries((config?.time_zones ?? []).map(({ site_id: siteId, zone }) => [String(siteId), zone]))

/** Whether the models and what they are told are those of the record: only then is a model that reads nothing new up to date. */
export const isSameProject = ({ before, project }: Basis): boolean => before?.project === project

/**
 * dbt's selection of what reads, directly or through others, something that has changed since the last published build: tables,
 * and the tests that look at tables or views. A view shows what it reads as it stands. Empty where nothing has changed. Undefined:
 * all models, since of none can be told that it is up to date.
 */
export const affectedSelection = (basis: Basis): readonly string[] | undefined => {
  const { before, sources } = basis
  if (before === undefined || !isSameProject(basis)) return undefined
  return changedSources(before.sources, sources).flatMap((source) => [
    `source:${source}+,config.materialized:table`,
    `source:${source}+,resource_type:test`,
  ])
}
