// Cuts records that no destination could take, and says what was cut.
import { parseJson, stringifyJson } from '../core/json.ts'
import type { FieldChange } from './protocol.ts'
import type { ShapedRecord } from './records.ts'

/** Airbyte's destinations take records up to about 20 MB; the largest real one seen here (a sale) has some 100 KB. */
export const maxRecordBytes = 20_000_000

/** What is left of a text that was cut, in characters. */
const keptCharacters = 10_000

const reason = 'SOURCE_RECORD_SIZE_LIMITATION'

/**
 * A record of at most `maxBytes`: texts are cut and nested values emptied, the largest first, until it fits. The key and the
 * site stay whole. One record out of bounds is no reason to lose its stream.
 */
export const fitRecord = (
  record: ShapedRecord,
  keys: ReadonlySet<string>,
  maxBytes = maxRecordBytes,
): ShapedRecord => {
  // A character has at most three bytes in UTF-8: most records are measured by their length alone.
  if (record.data.length * 3 <= maxBytes || Buffer.byteLength(record.data) <= maxBytes) return record
  const data = { ...(parseJson(record.data).value as Record<string, unknown>) }
  const changes: FieldChange[] = [...record.changes]
  let bytes = Buffer.byteLength(record.data)
  const bySize = Object.entries(data)
    .filter(([field]) => !keys.has(field))
    .map(([field, value]) => ({ field, value, bytes: Buffer.byteLength(stringifyJson(value)) }))
    .toSorted((one, other) => other.bytes - one.bytes)
  for (const { field, value, bytes: before } of bySize) {
    if (bytes <= maxBytes) break
    const isCut = typeof value === 'string' && value.length > keptCharacters
    data[field] = isCut ? value.slice(0, keptCharacters).toWellFormed() : null
    bytes -= before - Buffer.byteLength(stringifyJson(data[field]))
    changes.push({ field, change: isCut ? 'TRUNCATED' : 'NULLED', reason })
  }
  return { ...record, data: stringifyJson(data), changes }
}
