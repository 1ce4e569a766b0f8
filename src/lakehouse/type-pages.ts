// Page files to typed rows: read by DuckDB, checked page by page, written as a Parquet part ordered by key.
import { Problem } from '../core/errors.ts'
import type { Stream } from '../source/stream.ts'
import type { Duck } from './duck.ts'
import { quoteList, quoteName, quoteText } from './duck.ts'
import { typePagesSql, typingMacros } from './page-sql.ts'
import type { BodyFormat } from './page-sql.ts'
import { contentColumns, keyColumns } from './raw-schema.ts'
import type { PageFile, SpooledSlice } from './spool.ts'

/** What a card did not foresee, counted over the rows of a batch. */
export interface Drift {
  readonly field: string
  readonly change: 'new_field' | 'type'
  readonly example_type: string
  readonly count: number
}

export interface TypingJob {
  readonly stream: Stream
  readonly streams: readonly Stream[]
  readonly siteId: number
  readonly batchId: string
  readonly slices: readonly SpooledSlice[]
}

/** Reads the pages of a job into the temp table `typed`. @throws Problem ANSWER_BROKEN when a page cannot be taken as it is. */
export const typePages = async (duck: Duck, job: TypingJob): Promise<readonly Drift[]> => {
  for (const macro of typingMacros) await duck.run(macro)
  await listPages(duck, job.slices)
  await readBodies(
    duck,
    job,
    job.slices.flatMap(({ pages }) => pages),
  )
  await checkCounts(duck, job)
  await checkKeys(duck, job)
  return duck.rows<Drift>(`
    select drift.field as field, drift.change as change, any_value(drift.type) as example_type, count(*) as count
    from (select unnest(_drift) as drift from typed where _drift is not null) group by all order by field, change`)
}

/** Writes the last reading of each key as Parquet, ordered by key. */
export const copyTyped = async (duck: Duck, job: TypingJob, path: string): Promise<number> => {
  const key = keyColumns(job.stream).map(quoteName).join(', ')
  const content = contentColumns(job.stream, job.streams).map(({ name }) => quoteName(name))
  await duck.run(`
    copy (
      select ${content.join(', ')}, ${quoteText(job.batchId)} as _batch_id, _extracted_at, _request_id, _extra
      from typed
      where _pos in (select max(_pos) from typed where not _foreign group by ${key})
      order by ${key}
    ) to ${quoteText(path)} (format parquet, compression zstd, row_group_size 16384)`)
  const { rows } = await duck.row<{ rows: number }>(
    `select count(*) as rows from read_parquet(${quoteText(path)})`,
  )
  return rows
}

/** Rows per slice, by its place in the job; slices without rows are absent. */
export const rowsPerSlice = async (duck: Duck): Promise<ReadonlyMap<number, number>> => {
  const rows = await duck.rows<{ slice: number; rows: number }>(
    'select _slice as slice, count(*) as rows from typed where not _foreign group by 1',
  )
  return new Map(rows.map(({ slice, rows: count }) => [slice, count]))
}

const listPages = async (duck: Duck, slices: readonly SpooledSlice[]): Promise<void> => {
  let seq = 0
  const values = slices.flatMap(({ slice, pages }, sliceNo) =>
    pages.map((page) => {
      seq += 1
      const parents = slice.parents === undefined ? 'null' : quoteList(slice.parents)
      const parent = slice.parents?.length === 1 ? quoteText(slice.parents[0] ?? '') : 'null'
      return `(${quoteText(page.path)}, ${seq}, ${sliceNo}, ${page.overlap}, ${page.isPatch}, ${page.rows ?? 'null'},
        ${quoteText(page.requestId)}, ${quoteText(page.receivedAt.toISOString().slice(0, -1))}::timestamp, ${parents}, ${parent})`
    }),
  )
  await duck.run(`create or replace temp table page_list (
    file VARCHAR, seq BIGINT, slice_no BIGINT, overlap BIGINT, is_patch BOOLEAN, expected BIGINT, request_id VARCHAR, received_at TIMESTAMP,
    parents VARCHAR[], asked_parent VARCHAR)`)
  if (values.length > 0) await duck.run(`insert into page_list values ${values.join(', ')}`)
}

const readBodies = async (duck: Duck, job: TypingJob, pages: readonly PageFile[]): Promise<void> => {
  const typed = (format: BodyFormat): Promise<void> =>
    duck.run(
      `create or replace temp table typed as ${typePagesSql(job.stream, job.streams, job.siteId, pages, format)}`,
    )
  try {
    await typed('newline_delimited')
  } catch (error) {
    if (!isJsonError(error)) throw error
    await typed('auto').catch((cause: unknown) => {
      throw isJsonError(cause)
        ? brokenAnswer(job, (cause as Error).message.split('\n')[0] ?? '', cause)
        : cause
    })
  }
}

const isJsonError = (error: unknown): boolean =>
  error instanceof Error &&
  /json|maximum_object_size/i.test(error.message) &&
  /Invalid Input/i.test(error.message)

/** The rows a page says it holds must be the rows it holds; a renamed record list would otherwise look like an empty answer. */
const checkCounts = async (duck: Duck, job: TypingJob): Promise<void> => {
  const [wrong] = await duck.rows<{ file: string; expected: number; found: number }>(`
    with found as (select _seq as seq, count(*) as rows from typed group by 1)
    select file, expected, coalesce(found.rows, 0) as found from page_list left join found using (seq)
    where expected is not null and expected <> coalesce(found.rows, 0) order by seq limit 1`)
  if (wrong !== undefined) {
    throw brokenAnswer(job, `${wrong.file} says ${wrong.expected} rows and holds ${wrong.found}.`)
  }
}

const checkKeys = async (duck: Duck, job: TypingJob): Promise<void> => {
  const missing = keyColumns(job.stream).map((name) => `${quoteName(name)} is null`)
  const [row] = await duck.rows<{ file: string; rows: number }>(`
    select any_value(file) as file, count(*) as rows from typed join page_list on seq = _seq
    where not _foreign and (${missing.join(' or ')}) having count(*) > 0`)
  if (row !== undefined) {
    throw brokenAnswer(
      job,
      `${row.rows} rows have no usable ${job.stream.key.join(' + ')}, e.g. in ${row.file}.`,
    )
  }
}

const brokenAnswer = (job: TypingJob, why: string, cause?: unknown): Problem =>
  new Problem(
    'ANSWER_BROKEN',
    { what: `An answer for ${job.stream.name} of site ${job.siteId} cannot be used.`, why },
    { cause },
  )
