// Rows of a page as Airbyte records: the site and parent added, types fitted, only what was configured.
import { Problem } from '../core/errors.ts'
import { stringifyJson } from '../core/json.ts'
import { recordFields } from './catalog.ts'
import type { SelectedStream } from './configured.ts'
import { fitValue, misfit } from './fit-value.ts'
import type { FieldChange } from './protocol.ts'
import { isOutside } from './outside.ts'
import type { Slice } from './slices.ts'
import { addedParentField } from './stream.ts'
import type { Stream } from './stream.ts'
import { trimmed } from './trimmed.ts'

export type Row = Readonly<Record<string, unknown>>

export interface ShapedRecord {
  /** The stream's own key, without the site. */
  readonly key: string
  readonly data: string
  readonly changes: readonly FieldChange[]
}

/**
 * The key of a row as text; ids in one form, however they came.
 * @throws Problem ANSWER_BROKEN for a row without a usable one: it could never be merged.
 */
export const keyOf = (stream: Stream, row: Row, slice: Slice): string => {
  const values = stream.key.map((name) => {
    const value = row[name] ?? addedValue(stream, name, row, slice)
    return stream.fields[name] === 'id' || name === 'RecordSiteId' ? fitValue(value, 'id') : value
  })
  if (values.some((value) => value === null || value === undefined || value === misfit)) {
    throw new Problem('ANSWER_BROKEN', {
      what: `A row of ${stream.name} of site ${slice.siteId} has no ${stream.key.join(', ')}.`,
    })
  }
  return values.map(String).join('\u0000')
}

/** What the source knows of a row besides its fields. */
const addedValue = (stream: Stream, name: string, row: Row, slice: Slice): unknown => {
  if (stream.fields[name] !== undefined) return undefined
  if (name === addedParentField(stream)) return parentOf(stream, row, slice)
  if (name === 'SnapshotDate') return slice.day
  if (name === 'RecordSiteId') return ownSite(row) ?? slice.siteId
  return undefined
}

const ownSite = (row: Row): unknown => row.SiteId ?? row.SiteID ?? undefined

/** The parent a row belongs to: the one asked, or what the row says of a batch. */
const parentOf = (stream: Stream, row: Row, { parents }: Slice): unknown => {
  if (parents?.length === 1) return parents[0]
  const { echo } = stream.parent ?? {}
  return echo === undefined ? undefined : row[echo]
}

/**
 * False for rows of other days than asked, where the stream drops them, and of parents that were not asked: an id that Mindbody
 * cannot resolve is answered with everybody's rows.
 */
export const isAsked = (stream: Stream, row: Row, slice: Slice): boolean => {
  if (isOutside(stream, row, slice)) return false
  const { parents } = slice
  const { echo } = stream.parent ?? {}
  if (echo === undefined || parents === undefined) return true
  return parents.includes(String(row[echo]))
}

/** Makes the function that shapes a selected stream's rows. */
export const createShaper = (
  { stream, columns }: Pick<SelectedStream, 'stream' | 'columns'>,
  streams: readonly Stream[],
): ((row: Row, slice: Slice) => ShapedRecord) => {
  const always = new Set(['SiteId', ...stream.key])
  const fields = Object.entries(recordFields(stream, streams)).filter(
    ([name]) => columns === undefined || columns.has(name) || always.has(name),
  )
  return (row, slice) => {
    const changes: FieldChange[] = []
    const record: Record<string, unknown> = {}
    for (const [name, type] of fields) {
      if (name === 'SiteId') {
        record.SiteId = slice.siteId
        continue
      }
      // What a record says of its site is told where that is another one than asked, or part of the key.
      if (name === 'RecordSiteId' && !always.has(name) && !isOfOtherSite(row, slice)) continue
      const value = row[name] ?? addedValue(stream, name, row, slice)
      const fitted = fitValue(trimmed(value, stream.only[name]), type)
      if (fitted === misfit) {
        changes.push({ field: name, change: 'NULLED', reason: 'SOURCE_SERIALIZATION_ERROR' })
      }
      record[name] = fitted === misfit ? null : fitted
    }
    return { key: keyOf(stream, row, slice), data: stringifyJson(record), changes }
  }
}

const isOfOtherSite = (row: Row, { siteId }: Slice): boolean => {
  const own = ownSite(row)
  return own !== undefined && String(own) !== String(siteId)
}

/** Fields of a row that the card neither keeps nor leaves out on purpose. */
export const unknownFields = (stream: Stream, row: Row): readonly string[] =>
  Object.keys(row).filter(
    (name) => stream.fields[name] === undefined && !stream.omit.includes(name) && !/^SiteI[dD]$/.test(name),
  )
