// A home whose warehouse holds drawn sites, and its build.
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { stringifyJson } from '../../src/core/json.ts'
import { silentLog } from '../../src/core/log.ts'
import { prepareOwnTables } from '../../src/finance/own-tables.ts'
import { dbtCacheDir, ensureDbt } from '../../src/lakehouse/dbt-env.ts'
import { runDbt, type DbtResult } from '../../src/lakehouse/dbt.ts'
import { Duck, quoteText } from '../../src/lakehouse/duck.ts'
import { homePaths } from '../../src/lakehouse/home.ts'
import { metaDdl } from '../../src/lakehouse/meta-schema.ts'
import { rawDdl } from '../../src/lakehouse/raw-ddl.ts'
import { contentColumns, rawTable } from '../../src/lakehouse/raw-schema.ts'
import { warehouseStreams } from '../../src/commands/warehouse-streams.ts'
import { streams } from '../../streams/index.ts'
import { category } from './books-catalogue.ts'
import { recordsOf } from './books-records.ts'
import type { RawRecord } from './books-records-sales.ts'
import type { Site } from './books-shape.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const projectDir = join(root, 'models')

/** How a reading came: what must not matter to the books. */
export interface Loading {
  readonly batch: string
  readonly extractedAt: string
  readonly isReversed: boolean
}

const ndjson = (sites: readonly Site[], stream: string, { isReversed }: Loading): string => {
  const records = sites.flatMap((site) =>
    (recordsOf(site)[stream] ?? []).map((record): RawRecord => ({ SiteId: site.siteId, ...record })),
  )
  return (isReversed ? records.toReversed() : records).map(stringifyJson).join('\n')
}

/** Makes a home whose warehouse holds the sites. */
export const booksHome = async (sites: readonly Site[], loading: Loading): Promise<string> => {
  const home = await mkdtemp(join(tmpdir(), 'books-'))
  const paths = homePaths(home)
  await mkdir(paths.work)
  await using duck = await Duck.open(paths.warehouse)
  for (const statement of metaDdl) await duck.run(statement)
  for (const stream of warehouseStreams({ streams })) {
    for (const statement of rawDdl(stream, streams)) await duck.run(statement)
    const text = ndjson(sites, stream.name, loading)
    if (text === '') continue
    const file = join(paths.work, `${stream.name}.ndjson`)
    await writeFile(file, text)
    const columns = [...contentColumns(stream, streams), { name: '_deleted_at', type: 'TIMESTAMP' }]
      .map(({ name, type }) => `${name === '_deleted_at' ? name : JSON.stringify(name)}: ${quoteText(type)}`)
      .join(', ')
    await duck.run(
      `insert into ${rawTable(stream)} by name
       select *, ${quoteText(loading.batch)} as _batch_id, timestamp ${quoteText(loading.extractedAt)} as _extracted_at
       from read_json(${quoteText(file)}, format = 'newline_delimited', columns = {${columns}})`,
    )
  }
  return home
}

/** One policy for each revenue category of the drawn options; `unruled` has none. */
const policies = [
  'policy_id,item_kind,revenue_category_id,method,breakage,breakage_rate,discount,expiry_days,valid_from',
  `at_expiry,service,${category.atExpiry},auto,at_expiry,,net,,2000-01-01`,
  `contra,service,${category.contra},auto,at_expiry,,contra,,2000-01-01`,
  `proportional,service,${category.proportional},per_use,proportional,0.25,net,,2000-01-01`,
  `never,service,${category.never},auto,none,,net,,2000-01-01`,
  `immediate,service,${category.immediate},auto,immediate,,net,,2000-01-01`,
  `by_day,service,${category.byDay},per_day,at_expiry,,net,30,2000-01-01`,
  'fee,contract_fee,,auto,immediate,,net,,2000-01-01',
]

/** Builds all models, with the shipped map of accounts and the policies above. */
export const buildBooks = async (
  home: string,
  vars: Readonly<Record<string, unknown>>,
): Promise<DbtResult> => {
  const log = silentLog()
  const folder = join(home, 'finance')
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'recognition_policy.csv'), `${policies.join('\n')}\n`)
  const { finance } = await prepareOwnTables(home, { folder, projectDir })
  const env = await ensureDbt({ projectDir, cacheDir: await dbtCacheDir(root), log })
  return runDbt({ home, env, projectDir, log, vars: { finance, ...vars } })
}
