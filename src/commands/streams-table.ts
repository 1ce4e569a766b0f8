// The table of streams in docs/streams.md: what each holds, how it is read, what it costs and whom it tells of.
import { isIncremental } from '../source/catalog.ts'
import type { Stream } from '../source/stream.ts'

const columns = [
  'stream',
  'what',
  'key, after SiteId',
  'incremental by',
  'read again',
  'fresh for',
  'what drives the calls',
  'availability',
  'default',
  'personal data',
]

const intro = (count: number): readonly string[] => [
  '# Streams',
  '',
  `All ${count} streams, as \`discover\` lists them. Generated from the cards in \`streams/\` by \`npm run contracts\`: edit those.`,
  '',
  '- **read again**: days that each daily read repeats for late edits, and those that every other read of the day repeats.',
  '- **fresh for**: `sync` does not ask again within so many hours; `read` always does.',
  '- **default**: what `sync` reads when no stream is named. Where it says no, the reason follows; name the stream to read it.',
  '- **personal data**: classes of the fields that tell something of a person. `catalog.json` has the class of each field.',
  '',
]

/** Prints the page. */
export const printStreams = (streams: readonly Stream[]): string => {
  const rows = streams.map((stream) => [
    `\`${stream.name}\``,
    stream.about,
    stream.key.map((name) => `\`${name}\``).join(', '),
    incrementalOf(stream),
    readAgainOf(stream),
    stream.freshHours === 0 ? '' : `${stream.freshHours} h`,
    costOf(stream),
    stream.availability,
    stream.optIn === undefined ? 'yes' : `no: ${stream.optIn}`,
    [...new Set(Object.values(stream.personal))].sort().join(', '),
  ])
  const table = [columns, columns.map(() => '---'), ...rows].map(
    (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`,
  )
  return `${[...intro(streams.length), ...table].join('\n')}\n`
}

const incrementalOf = (stream: Stream): string => {
  const { incremental, parent } = stream
  if (incremental.kind === 'snapshot') return 'a snapshot a day'
  if (parent !== undefined) return isIncremental(stream) ? `${parent.stream} that changed` : 'read whole'
  if (!isIncremental(stream)) return 'read whole'
  switch (incremental.kind) {
    case 'full':
      return 'read whole'
    case 'modified':
      return `modified since, less ${incremental.lagHours} h`
    case 'window':
      return incremental.field === undefined
        ? 'the whole span as one window'
        : `windows of at most ${incremental.stepDays} days`
  }
}

const readAgainOf = ({ incremental, parent }: Stream): string => {
  if (parent?.refreshDays !== undefined)
    return `every ${parent.stream} entry within ${parent.refreshDays} days`
  if (incremental.kind !== 'window' || incremental.field === undefined) return ''
  const { lookbackDays, recentDays, lookaheadDays } = incremental
  const ahead = lookaheadDays === 0 ? '' : `, ${lookaheadDays} ahead`
  if (incremental.field === undefined)
    return 'all of it' + (lookaheadDays === 0 ? '' : `, to ${lookaheadDays} days ahead`)
  return `${lookbackDays} days (${recentDays})${ahead}`
}

const costOf = ({ parent, paged }: Stream): string => {
  if (parent === undefined) return paged ? 'its rows' : 'one call'
  const asked = parent.batch === 1 ? 'a call per entry' : `a call per ${parent.batch} entries`
  return `${asked} of ${parent.stream}`
}
