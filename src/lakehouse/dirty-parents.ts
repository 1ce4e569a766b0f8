// Parents that dirty marks name, as a call asks for them: clients are marked by the id that never changes, and asked by the public one.
import { namedBy } from '../source/plan-keys.ts'
import { parentFieldOf } from '../source/parent-field.ts'
import type { Stream } from '../source/stream.ts'
import { quoteList, quoteName } from './duck.ts'
import type { DirtyKey } from './dirty-marks.ts'
import { parentColumn, rawTable } from './raw-schema.ts'
import type { Warehouse } from './warehouse.ts'

export interface ResolvedParents {
  /** Marks by the value that is sent for the parent. */
  readonly asked: ReadonlyMap<string, readonly DirtyKey[]>
  /** Marks of parents that raw does not hold. */
  readonly unknown: readonly DirtyKey[]
}

/** Clients have two ids, and only one of them stays. */
const markedBy = (streams: readonly Stream[], { parent }: Stream): string | undefined => {
  if (parent === undefined) return undefined
  const stream = streams.find(({ name }) => name === parent.stream)
  const alias = stream && namedBy(stream, 'alias')
  return alias?.field === parent.field ? stream?.byKey?.field : parentFieldOf(parent.field).field
}

/** Resolves parent marks of a stream by the parents raw holds now. A field inside a nested list is taken as it is. */
export const resolveParents = async (
  warehouse: Warehouse,
  stream: Stream,
  siteId: number,
  marks: readonly DirtyKey[],
): Promise<ResolvedParents> => {
  const { parent } = stream
  const by = markedBy(warehouse.streams, stream)
  if (parent === undefined || by === undefined || marks.length === 0)
    return { asked: new Map(), unknown: marks }
  const asked = new Map<string, DirtyKey[]>()
  const add = (value: string, mark: DirtyKey): void =>
    void asked.set(value, [...(asked.get(value) ?? []), mark])
  if (parentFieldOf(parent.field).list !== undefined) {
    for (const mark of marks) add(mark.key, mark)
    return { asked, unknown: [] }
  }
  const keys = [...new Set(marks.map(({ key }) => key))]
  const rows = await warehouse.exclusive((duck) =>
    duck.rows<{ key: string; value: string }>(
      `select ${quoteName(by)}::varchar as key, ${quoteName(parent.field)}::varchar as value
       from ${rawTable({ name: parent.stream })}
       where "SiteId" = ${siteId} and _deleted_at is null
         and ${quoteName(by)}::varchar in (select unnest(${quoteList(keys)})) and ${quoteName(parent.field)} is not null`,
    ),
  )
  const values = new Map(rows.map(({ key, value }) => [key, value]))
  const unknown: DirtyKey[] = []
  for (const mark of marks) {
    const value = values.get(mark.key)
    if (value === undefined) unknown.push(mark)
    else add(value, mark)
  }
  return { asked, unknown }
}

/** Rows of a per-parent stream that are marked by their own key: the parents raw knows them by. */
export const parentsOfRows = async (
  warehouse: Warehouse,
  stream: Stream,
  siteId: number,
  marks: readonly DirtyKey[],
): Promise<ResolvedParents> => {
  const column = parentColumn(stream)
  const own = stream.key[0]
  if (column === undefined || own === undefined || marks.length === 0)
    return { asked: new Map(), unknown: marks }
  const keys = marks.map(({ key }) => key)
  const rows = await warehouse.exclusive((duck) =>
    duck.rows<{ key: string; value: string }>(
      `select ${quoteName(own)}::varchar as key, ${quoteName(column)}::varchar as value from ${rawTable(stream)}
       where "SiteId" = ${siteId} and ${quoteName(own)}::varchar in (select unnest(${quoteList(keys)}))
         and ${quoteName(column)} is not null`,
    ),
  )
  const asked = new Map<string, DirtyKey[]>()
  for (const { key, value } of rows) {
    asked.set(value, [...(asked.get(value) ?? []), ...marks.filter((mark) => mark.key === key)])
  }
  const known = new Set(rows.map(({ key }) => key))
  return { asked, unknown: marks.filter(({ key }) => !known.has(key)) }
}
