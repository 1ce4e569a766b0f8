// Page files to typed rows: read by DuckDB, checked page by page, written as a Parquet part ordered by key.
import { Problem } from '../core/errors.ts'
import type { Stream } from '../source/stream.ts'
import type { BodyFormat } from './answer-sql.ts'
import type { Duck } from './duck.ts'
import { quoteList, quoteName, quoteText } from './duck.ts'
import { keyless, miscounted } from './check-pages.ts'
import type { UnusablePage } from './check-pages.ts'
import { typePagesSql } from './page-sql.ts'
import { contentColumns, keyColumns } from './raw-schema.ts'
import type { PageFile, SpooledSlice } from './spool.ts'

/** What a card did not foresee, counted over the rows of a batch. */
export interface Drift {
  readonly field: string
  /** `skipped_row` = a row Mindbody could not answer with. */
  readonly change: 'new_field' | 'type' | 'long_numeral' | 'skipped_row'
  /** JSON type; of a long numeral its text, of a skipped row the request beside it. */
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

/** Reads the pages of a job into the temp table `typed`, or names a page that spoils it. The warehouse has the typing macros. */
export const typePages = async (duck: Duck, job: TypingJob): Promise<UnusablePage | undefined> => {
  const pages = job.slices.flatMap((slice) => slice.pages)
  await listPages(duck, job.slices)
  await listLongNumerals(duck, pages)
  const unreadable = await readBodies(duck, job, pages)
  return unreadable ?? (await miscounted(duck)) ?? (await keyless(duck, job.stream))
}

/** What the typed rows hold that the card does not foresee. */
export const driftOf = (duck: Duck): Promise<readonly Drift[]> =>
  duck.rows<Drift>(`
    select drift.field as field, drift.change as change, any_value(drift.type) as example_type, count(*) as count
    from (select unnest(_drift) as drift from typed where _drift is not null) group by all order by field, change`)

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
      const [day, firstDay, lastDay] = [slice.day, slice.window?.from, slice.window?.to].map((text) =>
        text === undefined ? 'null' : quoteText(text),
      )
      return `(${quoteText(page.path)}, ${seq}, ${sliceNo}, ${page.rows ?? 'null'},
        ${quoteText(page.requestId)}, ${quoteText(page.receivedAt.toISOString().slice(0, -1))}::timestamp, ${parents}, ${parent}, ${day},
        ${firstDay}, ${lastDay})`
    }),
  )
  await duck.run(`create or replace temp table page_list (
    file VARCHAR, seq BIGINT, slice_no BIGINT, expected BIGINT, request_id VARCHAR, received_at TIMESTAMP,
    parents VARCHAR[], asked_parent VARCHAR, day VARCHAR,
    first_day VARCHAR, last_day VARCHAR)`)
  if (values.length > 0) await duck.run(`insert into page_list values ${values.join(', ')}`)
}

/** Long numerals per row of a page, as `page-sql.ts` joins them. */
const listLongNumerals = async (duck: Duck, pages: readonly PageFile[]): Promise<void> => {
  const values = pages.flatMap(({ longNumerals }, place) =>
    longNumerals.map(
      ({ row, field, text }) =>
        `(${place + 1}, ${row}, {'field': ${quoteText(field)}, 'text': ${quoteText(text)}})`,
    ),
  )
  if (values.length === 0) return
  await duck.run(`create or replace temp table long_numeral_list as
    select seq, row, list(found) as long_numerals from (values ${values.join(', ')}) as found_ones (seq, row, found)
    group by seq, row`)
}

const readBodies = async (
  duck: Duck,
  job: TypingJob,
  pages: readonly PageFile[],
): Promise<UnusablePage | undefined> => {
  try {
    await readAs(duck, job, pages, 'newline_delimited')
  } catch (lined) {
    if (!isJsonError(lined)) throw lined
    try {
      await readAs(duck, job, pages, 'auto')
    } catch (error) {
      if (!isJsonError(error)) throw error
      return findUnreadable(duck, job, pages)
    }
  }
  return undefined
}

const readAs = (duck: Duck, job: TypingJob, pages: readonly PageFile[], format: BodyFormat): Promise<void> =>
  duck.run(
    `create or replace temp table typed as ${typePagesSql(job.stream, job.streams, job.siteId, pages, format)}`,
  )

/** DuckDB tells of a file, but not surely of the one to blame: each page is tried alone. */
const findUnreadable = async (
  duck: Duck,
  job: TypingJob,
  pages: readonly PageFile[],
): Promise<UnusablePage> => {
  for (const page of pages) {
    try {
      await readAs(duck, job, [page], 'auto')
    } catch (error) {
      if (!isJsonError(error)) throw error
      return { file: page.path, why: (error as Error).message.split('\n')[0] ?? '' }
    }
  }
  throw new Problem('ANSWER_BROKEN', {
    what: `The pages of ${job.stream.name} of site ${job.siteId} can be read one by one, but not together.`,
  })
}

const isJsonError = (error: unknown): boolean =>
  error instanceof Error &&
  /json|maximum_object_size/i.test(error.message) &&
  /Invalid Input/i.test(error.message)
