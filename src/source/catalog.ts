// The Airbyte catalog of the streams: JSON schemas, keys, cursors and sync modes, printed from the cards.
import type { AirbyteStream } from './airbyte/protocol-types.ts'
import { addedFields } from './stream.ts'
import type { Availability, FieldType, Stream } from './stream.ts'

type JsonSchema = AirbyteStream['json_schema']

/** A stream of the catalog, with what a reader has to know before choosing it. Platforms pass over names they do not know. */
export interface DescribedStream extends AirbyteStream {
  /** Who may read it: anybody with a key, partners Mindbody has approved, or nobody outside its sandbox. */
  readonly availability: Availability
  readonly selected_by_default: boolean
  readonly not_selected_because?: string
}

/** Everything but the site may be null: Mindbody marks no field as required. */
const types: Readonly<Record<FieldType, JsonSchema>> = {
  id: { type: ['integer', 'null'] },
  int: { type: ['integer', 'null'] },
  number: { type: ['number', 'null'] },
  money: { type: ['number', 'null'] },
  flag: { type: ['boolean', 'null'] },
  text: { type: ['string', 'null'] },
  date: { type: ['string', 'null'], format: 'date' },
  local: { type: ['string', 'null'], format: 'date-time', airbyte_type: 'timestamp_without_timezone' },
  utc: { type: ['string', 'null'], format: 'date-time', airbyte_type: 'timestamp_with_timezone' },
  object: { type: ['object', 'null'] },
  list: { type: ['array', 'null'] },
}

/** Field types of a stream's records as `read` emits them: the site, the added parent, then the card's fields. */
export const recordFields = (
  stream: Stream,
  streams: readonly Stream[],
): Readonly<Record<string, FieldType>> => ({
  SiteId: 'id',
  RecordSiteId: 'id',
  ...addedFields(stream, streams),
  ...stream.fields,
})

/** What `discover` answers and catalog.json holds. */
export const catalogOf = (streams: readonly Stream[]): { readonly streams: DescribedStream[] } => ({
  streams: streams.map((stream) => describedStream(stream, streams)),
})

/**
 * True when a later read may leave out what was read before. Daily snapshots are, whatever they are asked per: reading them
 * whole would put today in the place of all days before. Rows that do not say when they happen are read whole each time.
 */
export const isIncremental = ({ incremental, parent }: Stream): boolean => {
  if (incremental.kind === 'snapshot') return true
  if (parent !== undefined) return parent.due === 'changed'
  return incremental.kind === 'window' ? incremental.field !== undefined : incremental.kind !== 'full'
}

/** True when a pass that was cut short can be gone on with: it has cursors, or parents that are asked one after the other. */
export const isResumable = (stream: Stream): boolean => isIncremental(stream) || stream.parent !== undefined

const describedStream = (stream: Stream, streams: readonly Stream[]): DescribedStream => {
  const canSkip = isIncremental(stream)
  const canResume = isResumable(stream)
  const cursorField = cursorFieldOf(stream)
  return {
    name: stream.name,
    json_schema: {
      $schema: 'http://json-schema.org/draft-07/schema#',
      type: 'object',
      description: stream.about,
      additionalProperties: true,
      properties: propertiesOf(stream, streams),
    },
    supported_sync_modes: canSkip ? ['full_refresh', 'incremental'] : ['full_refresh'],
    // Also where only a pass cut short can be gone on with: its cursor is of our own making.
    ...(canResume ? { source_defined_cursor: true } : {}),
    ...(canSkip && cursorField !== undefined ? { default_cursor_field: [cursorField] } : {}),
    source_defined_primary_key: [['SiteId'], ...stream.key.map((name) => [name])],
    is_resumable: canResume,
    availability: stream.availability,
    selected_by_default: stream.optIn === undefined,
    ...(stream.optIn === undefined ? {} : { not_selected_because: stream.optIn }),
  }
}

/** `personal_data` = what a field tells of a person; without it nothing. */
const propertiesOf = (stream: Stream, streams: readonly Stream[]): JsonSchema => ({
  ...Object.fromEntries(
    Object.entries(recordFields(stream, streams)).map(([name, type]) => {
      const personal = stream.personal[name]
      return [name, personal === undefined ? types[type] : { ...types[type], personal_data: personal }]
    }),
  ),
  SiteId: { type: 'integer' },
})

const cursorFieldOf = ({ incremental, fields }: Stream): string | undefined => {
  if (incremental.kind === 'snapshot') return 'SnapshotDate'
  if (incremental.kind !== 'full') return incremental.field
  return fields.LastModifiedDateTime === undefined ? undefined : 'LastModifiedDateTime'
}
