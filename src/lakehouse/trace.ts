// From a call to what became of it: the batch, the page as received, the Parquet part and the rows that still carry its id.
import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, join, relative } from 'node:path'
import { toProblem } from '../core/errors.ts'
import type { Stream } from '../source/stream.ts'
import { Duck, quoteName, quoteText } from './duck.ts'
import { sha256OfFile } from './durable.ts'
import { homePaths } from './home.ts'
import type { HomePaths } from './home.ts'
import { requestsFile } from './lake.ts'
import type { RequestEntry } from './lake.ts'
import { keyColumns, rawTable } from './raw-schema.ts'

/** The call that is traced, as the ledger has it. */
export interface TracedCall {
  readonly id: string
  readonly runId: string
  readonly siteId: number
  readonly reservedAt: Date
}

/** A file and whether it is still what was written. */
export interface TracedFile {
  /** Relative to the home. */
  readonly path: string
  readonly sha256: string
  /** Null where nothing says what it should be. */
  readonly is_intact: boolean | null
}

export interface TracedBatch {
  readonly batch_id: string
  readonly committed_at: string | null
  /** Rows of the part that came with this call; null when the part was changed since and cannot be trusted. */
  readonly rows_of_call: number | null
  readonly part: TracedFile
  /** Null when bodies of the stream are not kept, or no longer. */
  readonly page: TracedFile | null
}

export interface CallTrace {
  readonly batches: readonly TracedBatch[]
  /** Rows of raw whose newest version came with this call; null while another run holds the warehouse. */
  readonly rows: { readonly count: number; readonly keys: readonly object[] } | null
}

const keysShown = 10

/** Follows a call of a stream into the home. While a sync holds the warehouse, only the lake and the pages are searched. */
export const traceCall = async (home: string, stream: Stream, call: TracedCall): Promise<CallTrace> => {
  const paths = homePaths(home)
  const warehouse = await openHeld(paths)
  if (warehouse === undefined) return { batches: await tracedIn(paths, stream, call, undefined), rows: null }
  try {
    const committed = await warehouse.rows<Committed>(
      `select batch_id, committed_at, parquet_path, parquet_sha256 from meta.batches
       where run_id = $1 and stream = $2 and site_id = $3 order by seq`,
      [call.runId, stream.name, call.siteId],
    )
    return {
      batches: await tracedIn(paths, stream, call, committed),
      rows: await rowsOf(warehouse, stream, call),
    }
  } finally {
    warehouse.close()
  }
}

interface Committed {
  readonly batch_id: string
  readonly committed_at: string
  readonly parquet_path: string
  readonly parquet_sha256: string
}

/** Undefined while another process writes it. */
const openHeld = async ({ warehouse }: HomePaths): Promise<Duck | undefined> => {
  try {
    return await Duck.open(warehouse, { readOnly: true })
  } catch (error) {
    if (toProblem(error).code === 'HOME_LOCKED') return undefined
    throw error
  }
}

const rowsOf = async (
  duck: Duck,
  stream: Stream,
  call: TracedCall,
): Promise<{ count: number; keys: object[] }> => {
  const from = `from ${rawTable(stream)} where "SiteId" = $1 and _request_id = $2`
  const bound = [call.siteId, call.id]
  const { count } = await duck.row<{ count: number }>(`select count(*) as count ${from}`, bound)
  const key = keyColumns(stream).map(quoteName).join(', ')
  const keys = await duck.rows(`select ${key} ${from} order by ${key} limit ${keysShown}`, bound)
  return { count, keys: keys.map((row) => plainKey(row)) }
}

/** Ids beyond 2^53 as text: JSON has no room for them. */
const plainKey = (row: object): object =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, typeof value === 'bigint' ? String(value) : value]),
  )

const tracedIn = async (
  paths: HomePaths,
  stream: Stream,
  call: TracedCall,
  committed: readonly Committed[] | undefined,
): Promise<readonly TracedBatch[]> => {
  const parts = committed?.map((batch) => batch.parquet_path) ?? (await partsSince(paths, stream, call))
  const traced: TracedBatch[] = []
  const duck = await Duck.open(':memory:')
  try {
    for (const path of parts) {
      const batch = committed?.find((one) => one.parquet_path === path)
      const batchId = batch?.batch_id ?? basename(path, '.parquet')
      const page = await pageOf(paths, stream, call, batchId)
      const part = await checked(paths, path, batch?.parquet_sha256)
      const rows = part.is_intact === false ? null : await countRows(duck, join(paths.home, path), call.id)
      if (rows === 0 && page === null) continue
      traced.push({
        batch_id: batchId,
        committed_at: batch?.committed_at ?? null,
        rows_of_call: rows,
        part,
        page,
      })
    }
  } finally {
    duck.close()
  }
  return traced
}

/** Parts written since the call, where the warehouse cannot say which are the run's. */
const partsSince = async (paths: HomePaths, stream: Stream, call: TracedCall): Promise<readonly string[]> => {
  const folder = join(paths.lake, stream.name, `site_id=${call.siteId}`)
  const names = await readdir(folder).catch(absentAs([]))
  const parts: string[] = []
  for (const name of names.filter((one) => one.endsWith('.parquet')).sort()) {
    const path = join(folder, name)
    if ((await stat(path)).mtime >= call.reservedAt) parts.push(relative(paths.home, path))
  }
  return parts
}

const countRows = async (duck: Duck, file: string, id: string): Promise<number> => {
  const { rows } = await duck.row<{ rows: number }>(
    `select count(*) as rows from read_parquet(${quoteText(file)}) where _request_id = $1`,
    [id],
  )
  return rows
}

const pageOf = async (
  paths: HomePaths,
  stream: Stream,
  call: TracedCall,
  batchId: string,
): Promise<TracedFile | null> => {
  const folder = join(paths.pages, stream.name, `site_id=${call.siteId}`, batchId)
  const text = await readFile(join(folder, requestsFile), 'utf8').catch(absentAs('[]'))
  const entries = JSON.parse(text) as readonly RequestEntry[]
  const entry = entries.find(({ request_id: requestId }) => requestId === call.id)
  return entry === undefined
    ? null
    : checked(paths, relative(paths.home, join(folder, entry.file)), entry.sha256)
}

const checked = async (paths: HomePaths, path: string, promised: string | undefined): Promise<TracedFile> => {
  const sha256 = await sha256OfFile(join(paths.home, path))
  return { path, sha256, is_intact: promised === undefined ? null : promised === sha256 }
}

const absentAs =
  <T>(value: T) =>
  (error: NodeJS.ErrnoException): T => {
    if (error.code === 'ENOENT') return value
    throw error
  }
