// Changes of the state by hand: a cursor set, or forgotten with the readings of its parents. Rows stay as they are.
import type { Cursor } from '../source/cursor.ts'
import type { Stream } from '../source/stream.ts'
import type { Duck } from './duck.ts'
import { quoteList, quoteText } from './duck.ts'
import type { Warehouse } from './warehouse.ts'

/** Where a stream of a site stands. */
export interface Standing {
  readonly stream: string
  readonly siteId: number
  readonly cursor: Cursor | undefined
  /** Parents that were asked at some time. */
  readonly parentsAsked: number
}

/** Streams that have state, of the sites named (all unless named), in the order of the streams. */
export const readStanding = (
  warehouse: Warehouse,
  streams: readonly Stream[],
  siteId?: number,
): Promise<readonly Standing[]> =>
  warehouse.exclusive(async (duck) => {
    const names = streams.map(({ name }) => name)
    const rows = await duck.rows<{ stream: string; site: number; cursor: string | null; asked: number }>(
      `with asked as (select stream, site_id, count(*) as asked from meta.parent_reads group by all)
       select coalesce(cursors.stream, asked.stream) as stream, coalesce(cursors.site_id, asked.site_id) as site,
         cursors.cursor::varchar as cursor, coalesce(asked.asked, 0) as asked
       from meta.cursors as cursors full join asked using (stream, site_id)
       where ${ofStreams(names, siteId)}
       order by list_position(${quoteList(names)}, stream), site`,
    )
    return rows.map(({ stream, site, cursor, asked }) => ({
      stream,
      siteId: site,
      cursor: cursor === null ? undefined : (JSON.parse(cursor) as Cursor),
      parentsAsked: asked,
    }))
  })

/** Forgets where streams stand: the next sync reads them from the start. */
export const resetState = (
  warehouse: Warehouse,
  streams: readonly Stream[],
  siteId?: number,
): Promise<void> =>
  warehouse.exclusive((duck) =>
    duck.transaction(async () => {
      const names = streams.map(({ name }) => name)
      await duck.run(`delete from meta.cursors where ${ofStreams(names, siteId)}`)
      await duck.run(`delete from meta.parent_reads where ${ofStreams(names, siteId)}`)
    }),
  )

/** Sets the cursor of a stream of a site. */
export const setCursor = (
  warehouse: Warehouse,
  stream: Stream,
  siteId: number,
  cursor: Cursor,
  now: Date,
): Promise<void> =>
  warehouse.exclusive((duck) => duck.transaction(() => replaceCursor(duck, stream, siteId, cursor, now)))

const replaceCursor = async (
  duck: Duck,
  stream: Stream,
  siteId: number,
  cursor: Cursor,
  now: Date,
): Promise<void> => {
  await duck.run(`delete from meta.cursors where ${ofStreams([stream.name], siteId)}`)
  await duck.run(
    `insert into meta.cursors (stream, site_id, cursor, updated_at) values ($1, $2, $3, $4::varchar::timestamp)`,
    [stream.name, siteId, JSON.stringify(cursor), now.toISOString().slice(0, -1)],
  )
}

const ofStreams = (names: readonly string[], siteId: number | undefined): string =>
  [
    `stream in (${names.map(quoteText).join(', ')})`,
    ...(siteId === undefined ? [] : [`site_id = ${siteId}`]),
  ].join(' and ')
