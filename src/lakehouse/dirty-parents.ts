// Parents that dirty marks name, as a call asks for them: clients are marked by the id that never changes, and asked by the public one.
import { parentFieldOf } from '../source/parent-field.ts'
import type { Stream } from '../source/stream.ts'
import { uniqueIdsOf } from './client-ids.ts'
import { quoteName } from './duck.ts'
import { boundRows, givenRows } from './given-rows.ts'
import type { DirtyKey } from './dirty-marks.ts'
import type { AskedRows } from './dirty-questions.ts'
import { parentColumn, rawTable } from './raw-schema.ts'
import type { Warehouse } from './warehouse.ts'

export interface ResolvedParents {
  /** Marks by the value that is sent for the parent. */
  readonly asked: AskedRows
  /** Marks of parents that raw does not hold, and what such a parent is known by. */
  readonly unknown: readonly NamedMark[]
}

/** A mark, and what names its row: the key that stays where it is known, else the alias. */
export interface NamedMark {
  readonly mark: DirtyKey
  readonly by: 'key' | 'alias'
  readonly name: string
}

/** What marks name: a client that is marked by a public id is the one who has it, or had it last. */
export const nameMarks = async (
  warehouse: Warehouse,
  siteId: number,
  marks: readonly DirtyKey[],
): Promise<readonly NamedMark[]> => {
  const aliases = marks.filter(({ ask }) => ask === 'alias').map(({ key }) => key)
  const ids = await warehouse.exclusive((duck) => uniqueIdsOf(duck, siteId, [...new Set(aliases)]))
  return marks.map((mark) => {
    const name = mark.ask === 'alias' ? ids.get(mark.key) : mark.key
    return name === undefined ? { mark, by: 'alias', name: mark.key } : { mark, by: 'key', name }
  })
}

/** Marks by what they name. */
export const byName = (marks: readonly NamedMark[], by: NamedMark['by']): AskedRows => {
  const asked = new Map<string, DirtyKey[]>()
  for (const { mark, name } of marks.filter((named) => named.by === by)) {
    asked.set(name, [...(asked.get(name) ?? []), mark])
  }
  return asked
}

/** Resolves the marks of a per-parent stream by the parents raw holds now. A field inside a nested list is taken as it is. */
export const resolveParents = async (
  warehouse: Warehouse,
  stream: Stream,
  siteId: number,
  marks: readonly DirtyKey[],
): Promise<ResolvedParents> => {
  const { parent } = stream
  if (parent === undefined || marks.length === 0) return { asked: new Map(), unknown: [] }
  const named = await nameMarks(warehouse, siteId, marks)
  const { list, field } = parentFieldOf(parent.field)
  if (list !== undefined) return { asked: byName(named, 'key'), unknown: [] }
  const own = warehouse.streams.find(({ name }) => name === parent.stream)?.byKey
  const by = own?.alias?.field === field ? own.field : field
  const known = byName(named, 'key')
  const values = await lookUp(warehouse, { table: rawTable({ name: parent.stream }), by, field, siteId }, [
    ...known.keys(),
  ])
  const asked = new Map<string, readonly DirtyKey[]>()
  for (const [name, value] of values)
    asked.set(value, [...(asked.get(value) ?? []), ...(known.get(name) ?? [])])
  return { asked, unknown: named.filter((one) => one.by === 'alias' || !values.has(one.name)) }
}

/** Resolves marks of single rows of a per-parent stream: the parents raw knows these rows by. */
export const parentsOfRows = async (
  warehouse: Warehouse,
  stream: Stream,
  siteId: number,
  marks: readonly DirtyKey[],
): Promise<ResolvedParents> => {
  const [field, by] = [parentColumn(stream), stream.key[0]]
  if (field === undefined || by === undefined || marks.length === 0) return { asked: new Map(), unknown: [] }
  const keys = marks.map(({ key }) => key)
  const values = await lookUp(warehouse, { table: rawTable(stream), by, field, siteId }, keys)
  const asked = new Map<string, readonly DirtyKey[]>()
  for (const mark of marks) {
    const value = values.get(mark.key)
    if (value !== undefined) asked.set(value, [...(asked.get(value) ?? []), mark])
  }
  const unknown = marks.filter(({ key }) => !values.has(key))
  return { asked, unknown: unknown.map((mark) => ({ mark, by: 'key', name: mark.key })) }
}

interface LookUp {
  readonly table: string
  readonly by: string
  readonly field: string
  readonly siteId: number
}

/** Values of a field of the rows with these keys. */
const lookUp = async (
  warehouse: Warehouse,
  { table, by, field, siteId }: LookUp,
  keys: readonly string[],
): Promise<ReadonlyMap<string, string>> => {
  const rows = await warehouse.exclusive((duck) =>
    duck.rows<{ key: string; value: string }>(
      `select ${quoteName(by)}::varchar as key, ${quoteName(field)}::varchar as value from ${table}
       where "SiteId" = ${siteId} and _deleted_at is null
         and ${quoteName(by)}::varchar in (select key from ${givenRows({ key: 'VARCHAR' })}) and ${quoteName(field)} is not null`,
      boundRows(keys.map((key) => ({ key }))),
    ),
  )
  return new Map(rows.map(({ key, value }) => [key, value]))
}
