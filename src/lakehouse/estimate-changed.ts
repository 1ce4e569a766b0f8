// Which parents will have changed by the time they are asked: as many as in a span of the same length before the last reading.
import { utcToLocal } from '../core/time.ts'
import type { FieldType, Stream } from '../source/stream.ts'
import { parentFieldOf } from '../source/parent-field.ts'
import { quoteName, quoteText } from './duck.ts'
import { parentColumn, rawTable } from './raw-schema.ts'
import type { Warehouse } from './warehouse.ts'

export interface ChangedInput {
  readonly warehouse: Warehouse
  /** The stream that asks per parent. */
  readonly stream: Stream
  readonly siteId: number
  readonly zone: string
  /** Streams this run reads: others cannot bring a change. */
  readonly read: readonly Stream[]
  /** When the parents were last asked, and now. */
  readonly askedAt: Date
  readonly now: Date
}

/**
 * Parents whose own row, a row that names them, or whose answer was modified in the span of the same length before the last
 * asking: a studio lives the same from one day to the next, and nothing is asked to learn it.
 */
export const changedBefore = async (input: ChangedInput): Promise<readonly string[]> => {
  const { warehouse, stream, siteId } = input
  const { parent } = stream
  if (parent === undefined) return []
  const parentStream = input.read.find(({ name }) => name === parent.stream)
  const seen = (parent.seenIn ?? []).flatMap(({ stream: name, field }) => {
    const found = input.read.find((one) => one.name === name)
    return found === undefined ? [] : [{ told: found, value: `${quoteName(field)}::varchar` }]
  })
  const { list, field } = parentFieldOf(parent.field)
  const column = parentColumn(stream)
  const sources = [
    ...(parentStream === undefined || list !== undefined
      ? []
      : [{ told: parentStream, value: `${quoteName(field)}::varchar` }]),
    ...(column === undefined ? [] : [{ told: stream, value: `${quoteName(column)}::varchar` }]),
    ...seen,
  ]
  const selects = sources.flatMap(({ told, value }) => {
    const at = changeField(told)
    if (at === undefined) return []
    const [from, to] = spanOf(input, told.fields[at] ?? 'text')
    return [
      `select ${value} as parent from ${rawTable(told)} where "SiteId" = ${siteId} and _deleted_at is null
       and ${quoteName(at)} > ${quoteText(from)} and ${quoteName(at)} <= ${quoteText(to)}`,
    ]
  })
  if (selects.length === 0) return []
  const rows = await warehouse.exclusive((duck) =>
    duck.rows<{ parent: string }>(
      `select distinct parent from (${selects.join(' union all ')}) where parent is not null`,
    ),
  )
  return rows.map(({ parent: key }) => key)
}

/** The field that says when a row last changed, or else when its event was. */
const changeField = ({ fields, incremental }: Stream): string | undefined => {
  if (fields['LastModifiedDateTime'] !== undefined) return 'LastModifiedDateTime'
  return incremental.kind === 'window' ? incremental.field : undefined
}

/** The span before the last asking, as texts of the field's type compare. */
const spanOf = ({ askedAt, now, zone }: ChangedInput, type: FieldType): readonly [string, string] => {
  const before = new Date(askedAt.getTime() - (now.getTime() - askedAt.getTime()))
  const text = (at: Date): string => (type === 'utc' ? at.toISOString().slice(0, 19) : utcToLocal(at, zone))
  return [text(before), text(askedAt)]
}
