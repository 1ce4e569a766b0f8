// Dirty marks: what events have said is out of date, kept in meta.dirty_keys until a pull has brought it up to date.
import { groupBy } from '../core/group.ts'
import type { Duck } from './duck.ts'
import { quoteText } from './duck.ts'
import { boundRows, givenRows } from './given-rows.ts'
import type { Warehouse } from './warehouse.ts'

/**
 * `key` = a row by its own key · `alias` = a client by the public id · `parent` = all rows of a parent, a client by UniqueId ·
 * `whole` = a small stream · `days` = `from..to` · `since` = what was modified since a UTC time.
 */
export type Ask = 'key' | 'alias' | 'parent' | 'whole' | 'days' | 'since'

export interface DirtyMark {
  readonly stream: string
  readonly siteId: number
  readonly ask: Ask
  /** Empty for `whole`. */
  readonly key: string
  /** When it was told. */
  readonly since: Date
  /** Message that told of it. */
  readonly messageId?: string
}

export interface DirtyKey extends DirtyMark {
  /** How often it was told: a pull clears what it knew, and leaves what was told again meanwhile. */
  readonly marks: number
}

/** Rows of one statement: its text is held whole. */
const marksAtOnce = 2_000

const markColumns = {
  stream: 'VARCHAR',
  site_id: 'BIGINT',
  ask: 'VARCHAR',
  key: 'VARCHAR',
  since: 'TIMESTAMP',
  marks: 'BIGINT',
  message_id: 'VARCHAR',
}

/**
 * Marks; what is marked already is marked once more. Belongs into the transaction of what is the reason. A mark of a gap stays
 * one of the gap: nothing of it may be left when the gap is closed.
 */
export const markDirty = async (duck: Duck, marks: readonly DirtyMark[]): Promise<void> => {
  const told = onceEach(marks)
  for (let start = 0; start < told.length; start += marksAtOnce) {
    const rows = told.slice(start, start + marksAtOnce).map(({ siteId, since, messageId, ...mark }) => ({
      ...mark,
      site_id: siteId,
      since: since.toISOString().slice(0, -1),
      message_id: messageId ?? null,
    }))
    await duck.run(
      `create or replace temp table told as select stream, site_id, ask, key, since, marks, message_id from ${givenRows(markColumns)}`,
      boundRows(rows),
    )
    await duck.run(`update meta.dirty_keys as held
      set marks = held.marks + told.marks, since = least(held.since, told.since),
        message_id = case when starts_with(held.message_id, 'gap:') then held.message_id
          else coalesce(told.message_id, held.message_id) end
      from told
      where held.stream = told.stream and held.site_id = told.site_id and held.ask = told.ask and held.key = told.key`)
    await duck.run(`insert into meta.dirty_keys (stream, site_id, ask, key, since, marks, message_id)
      select stream, site_id, ask, key, since, marks, message_id
      from told anti join meta.dirty_keys using (stream, site_id, ask, key)`)
  }
}

/** Each mark once, with how often it was told, when first, and by which message last: hundreds of events may tell of one class. */
const onceEach = (marks: readonly DirtyMark[]): readonly DirtyKey[] => {
  const byName = groupBy(marks, ({ stream, siteId, ask, key }) => JSON.stringify([stream, siteId, ask, key]))
  return [...byName.values()].flatMap((own) => {
    const [first, ...others] = own.toSorted((one, other) => one.since.getTime() - other.since.getTime())
    return first === undefined ? [] : { ...first, ...others.at(-1), since: first.since, marks: own.length }
  })
}

interface MarkRow {
  readonly stream: string
  readonly ask: Ask
  readonly key: string
  readonly since: string
  readonly marks: number
  readonly message_id: string | null
}

/** What is marked of a site, what was told first coming first. */
export const readDirty = async (warehouse: Warehouse, siteId: number): Promise<readonly DirtyKey[]> => {
  const rows = await warehouse.exclusive((duck) =>
    duck.rows<MarkRow>(
      `select stream, ask, key, since::varchar as since, marks, message_id from meta.dirty_keys
       where site_id = $1 order by meta.dirty_keys.since, ask, key`,
      [siteId],
    ),
  )
  return rows.map(({ since, message_id: messageId, ...row }) => ({
    ...row,
    siteId,
    since: new Date(`${since.replace(' ', 'T')}Z`),
    ...(messageId === null ? {} : { messageId }),
  }))
}

/** How much is marked of these sites; of one message only, where it is named. Marks of a site that was given up count nowhere. */
export const countDirty = async (
  warehouse: Warehouse,
  siteIds: readonly number[],
  messageId?: string,
): Promise<number> => {
  const of = messageId === undefined ? '' : `and message_id = ${quoteText(messageId)}`
  const { marks } = await warehouse.exclusive((duck) =>
    duck.row<{ marks: number }>(
      `select count(*) as marks from meta.dirty_keys where list_contains([${siteIds.join(', ')}], site_id) ${of}`,
    ),
  )
  return marks
}

const knownColumns = { stream: 'VARCHAR', site_id: 'BIGINT', ask: 'VARCHAR', key: 'VARCHAR', marks: 'BIGINT' }

/** Clears marks of a stream, those aside that were told again since they were read. */
export const clearDirty = async (duck: Duck, known: readonly DirtyKey[]): Promise<void> => {
  for (let start = 0; start < known.length; start += marksAtOnce) {
    const rows = known
      .slice(start, start + marksAtOnce)
      .map(({ stream, siteId, ask, key, marks }) => ({ stream, site_id: siteId, ask, key, marks }))
    await duck.run(
      `delete from meta.dirty_keys as held using ${givenRows(knownColumns)} as known
      where held.stream = known.stream and held.site_id = known.site_id and held.ask = known.ask
        and held.key = known.key and held.marks <= known.marks`,
      boundRows(rows),
    )
  }
}
