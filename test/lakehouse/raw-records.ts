// Rows of raw in the form of records: nested values parsed, money as a number, nulls and bookkeeping left out.
import { parseJson } from '../../src/core/json.ts'
import type { Row } from '../../src/source/records.ts'
import type { Stream } from '../../src/source/stream.ts'

export const asRecord = ({ fields }: Stream, row: Row): Row => {
  const values = Object.entries(row).flatMap(([column, value]) => {
    if (value === null || column.startsWith('_')) return []
    const type = fields[column]
    if (type === 'object' || type === 'list') return [[column, parseJson(String(value)).value] as const]
    return [[column, type === 'money' ? Number(value) : value] as const]
  })
  return Object.fromEntries(values)
}
