// Prints the dbt source file of the raw schema from the stream cards, so that models and streams cannot drift apart.
import { addedParentField, type Stream } from '../source/stream.ts'

/** Columns the loader adds to every raw relation, in their order. */
const loaderColumns = ['_batch_id', '_extracted_at', '_request_id', '_deleted_at', '_extra'] as const

/** YAML double-quoted scalars are a superset of JSON strings. */
const quote = (text: string): string => JSON.stringify(text)

const columnsOf = (stream: Stream): readonly string[] => {
  const added = addedParentField(stream)
  return ['SiteId', ...(added === undefined ? [] : [added]), ...Object.keys(stream.fields), ...loaderColumns]
}

/**
 * `_extracted_at` moves only when a row changes, so a stream's freshness is the time of its last cursor instead; the oldest
 * of its sites counts.
 */
const lastSynced = (stream: Stream): string =>
  `select min(updated_at) from warehouse.meta.cursors where stream = '${stream.name}'`

const tableOf = (stream: Stream): string =>
  [
    `      - name: ${stream.name}`,
    `        description: ${quote(stream.about)}`,
    '        config:',
    // What is not asked for has no cursor, and a quiet hour makes nothing stale.
    stream.path === ''
      ? '          freshness: null'
      : `          loaded_at_query: ${quote(lastSynced(stream))}`,
    '        columns:',
    ...columnsOf(stream).map((column) => `          - name: ${quote(column)}\n            quote: true`),
  ].join('\n')

/**
 * The text of `models/staging/_sources.yml`: one dbt source table per stream, with its raw columns in their order.
 * @param streams the cards, in the order they are to be printed in
 */
export const printSources = (streams: readonly Stream[]): string =>
  `${[
    '# This file is generated from streams/ by `npm run contracts`.',
    'version: 2',
    'sources:',
    '  - name: mindbody',
    '    description: Current rows as Mindbody gave them, one relation per stream.',
    '    database: warehouse',
    '    schema: raw',
    '    config:',
    '      freshness:',
    '        warn_after: { count: 36, period: hour }',
    '    tables:',
    ...streams.map(tableOf),
  ].join('\n')}\n`
