// What the platform wants of `read`: the configured catalog, checked.
import { Problem } from '../core/errors.ts'
import { isIncremental } from './catalog.ts'
import type { SyncMode } from './airbyte/protocol-types.ts'
import { objectOf } from './unknown-json.ts'
import type { Stream } from './stream.ts'

export interface SelectedStream {
  readonly stream: Stream
  /** Full refresh, or a stream that knows nothing else: its state is of no use. */
  readonly ignoresState: boolean
  /** Columns to emit; undefined = all. The key and SiteId are always emitted. */
  readonly columns: ReadonlySet<string> | undefined
  readonly mode: SyncMode
  readonly generations: Generations
}

/** The platform's numbers of a stream; undefined where it has no refreshes. */
export interface Generations {
  /** Which refresh of the stream this read belongs to; it goes into the states. */
  readonly generationId: number | undefined
  /** What was read under an earlier generation is thrown away downstream, so its state must not be gone on from. */
  readonly minimumGenerationId: number | undefined
  /** The same for all attempts of one job. */
  readonly syncId: number | undefined
}

export interface Selection {
  readonly selected: readonly SelectedStream[]
  /** Streams configured that do not exist, or in a sync mode that does not: each is a failure of its own. */
  readonly unknown: readonly { readonly name: string; readonly problem: Problem }[]
}

/** @throws Problem CATALOG_INVALID when the value is no configured catalog at all. */
export const selectionOf = (catalog: unknown, streams: readonly Stream[]): Selection => {
  const configured = objectOf(catalog)?.streams
  if (!Array.isArray(configured)) {
    throw new Problem('CATALOG_INVALID', { what: 'The catalog has no list "streams".' })
  }
  const selected: SelectedStream[] = []
  const unknown: { name: string; problem: Problem }[] = []
  for (const entry of configured) {
    const { stream: described, sync_mode: mode, ...rest } = objectOf(entry) ?? {}
    const name = String(objectOf(described)?.name)
    const stream = streams.find((candidate) => candidate.name === name)
    if (stream === undefined) {
      unknown.push({
        name,
        problem: new Problem('CATALOG_INVALID', { what: `There is no stream "${name}".` }),
      })
    } else if (mode !== 'incremental' && mode !== 'full_refresh') {
      const what = `Stream "${name}" has the sync mode "${String(mode)}", which does not exist.`
      unknown.push({ name, problem: new Problem('CATALOG_INVALID', { what }) })
    } else {
      // PyAirbyte asks for incremental and hands state to streams that can only be read whole.
      const ignoresState = mode === 'full_refresh' || !isIncremental(stream)
      const columns = columnsOf(objectOf(described)?.json_schema)
      selected.push({ stream, ignoresState, columns, mode, generations: generationsOf(rest) })
    }
  }
  return { selected, unknown }
}

const columnsOf = (schema: unknown): ReadonlySet<string> | undefined => {
  const properties = objectOf(objectOf(schema)?.properties)
  return properties === undefined ? undefined : new Set(Object.keys(properties))
}

const generationsOf = (entry: Readonly<Record<string, unknown>>): Generations => ({
  generationId: wholeOf(entry.generation_id),
  minimumGenerationId: wholeOf(entry.minimum_generation_id),
  syncId: wholeOf(entry.sync_id),
})

const wholeOf = (value: unknown): number | undefined => (Number.isInteger(value) ? Number(value) : undefined)
