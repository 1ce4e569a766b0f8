// The Airbyte catalog of the streams: JSON schemas, keys, cursors and sync modes, printed from the cards.
import { addedFields } from './stream.ts'
import type { FieldType, Stream } from './stream.ts'

export type JsonSchema = Readonly<Record<string, unknown>>

export interface AirbyteStream {
  readonly name: string
  readonly json_schema: JsonSchema
  readonly supported_sync_modes: readonly ('full_refresh' | 'incremental')[]
  readonly source_defined_cursor?: boolean
  readonly default_cursor_field?: readonly string[]
  readonly source_defined_primary_key: readonly (readonly string[])[]
  readonly is_resumable: boolean
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
export const catalogOf = (streams: readonly Stream[]): { readonly streams: readonly AirbyteStream[] } => ({
  streams: streams.map((stream) => airbyteStream(stream, streams)),
})

/** True when a later read may leave out what was read before. */
export const isIncremental = ({ incremental, parent }: Stream): boolean =>
  parent === undefined ? incremental.kind !== 'full' : parent.due === 'changed'

const airbyteStream = (stream: Stream, streams: readonly Stream[]): AirbyteStream => {
  const properties = Object.entries(recordFields(stream, streams)).map(([name, type]) => [name, types[type]])
  const canResume = isIncremental(stream)
  const cursorField = cursorFieldOf(stream)
  return {
    name: stream.name,
    json_schema: {
      $schema: 'http://json-schema.org/draft-07/schema#',
      type: 'object',
      description: stream.about,
      additionalProperties: true,
      properties: { ...Object.fromEntries(properties), SiteId: { type: 'integer' } } as JsonSchema,
    },
    supported_sync_modes: canResume ? ['full_refresh', 'incremental'] : ['full_refresh'],
    ...(canResume ? { source_defined_cursor: true } : {}),
    ...(canResume && cursorField !== undefined ? { default_cursor_field: [cursorField] } : {}),
    source_defined_primary_key: [['SiteId'], ...stream.key.map((name) => [name])],
    is_resumable: canResume,
  }
}

const cursorFieldOf = ({ incremental, fields }: Stream): string | undefined => {
  if (incremental.kind === 'snapshot') return 'SnapshotDate'
  if (incremental.kind !== 'full') return incremental.field
  return fields.LastModifiedDateTime === undefined ? undefined : 'LastModifiedDateTime'
}
