// The raw relations as SQL sees them: one typed column per declared field, printed from the stream's card.
import { addedFields, addedParentField } from '../source/stream.ts'
import type { FieldType, Stream } from '../source/stream.ts'
import { quoteName } from './duck.ts'

export interface Column {
  readonly name: string
  /** DuckDB type. */
  readonly type: string
}

/**
 * Types of raw columns. Times stay text as received (one bad timestamp fails a whole typed read, and staging casts them);
 * money has 8 decimals, since DuckDB reads numerals through double and rounds to the scale it is given.
 */
export const sqlTypes: Readonly<Record<FieldType, string>> = {
  id: 'BIGINT',
  int: 'BIGINT',
  number: 'DOUBLE',
  money: 'DECIMAL(24,8)',
  flag: 'BOOLEAN',
  text: 'VARCHAR',
  date: 'VARCHAR',
  local: 'VARCHAR',
  utc: 'VARCHAR',
  object: 'JSON',
  list: 'JSON',
}

/** Where a row came from, and what the card does not declare. */
export const bookkeeping: readonly Column[] = [
  { name: '_batch_id', type: 'VARCHAR' },
  { name: '_extracted_at', type: 'TIMESTAMP' },
  { name: '_request_id', type: 'VARCHAR' },
  { name: '_deleted_at', type: 'TIMESTAMP' },
  { name: '_extra', type: 'JSON' },
]

/** Columns that hold what Mindbody said: SiteId, the added parent, the declared fields. */
export const contentColumns = (stream: Stream, streams: readonly Stream[]): Column[] => {
  const fields = { ...addedFields(stream, streams), ...stream.fields }
  return [
    { name: 'SiteId', type: 'BIGINT' },
    ...Object.entries(fields).map(([name, field]) => ({ name, type: sqlTypes[field] })),
  ]
}

/** All columns of `raw.<stream>`, in their order. */
export const rawColumns = (stream: Stream, streams: readonly Stream[]): Column[] => [
  ...contentColumns(stream, streams),
  ...bookkeeping,
]

/** `raw."<stream>"`. */
export const rawTable = (stream: Pick<Stream, 'name'>): string => `raw.${quoteName(stream.name)}`

/** Column that holds the parent a row belongs to: the added one, or the record's own in whatever letter case. */
export const parentColumn = (stream: Stream): string | undefined => {
  const { parent } = stream
  if (parent === undefined) return undefined
  const own = Object.keys(stream.fields).find((field) => field.toLowerCase() === parent.as.toLowerCase())
  return parent.echo ?? addedParentField(stream) ?? own
}

/** Primary key with its leading SiteId. */
export const keyColumns = (stream: Stream): string[] => ['SiteId', ...stream.key]
