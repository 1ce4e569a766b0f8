// A slice: the part of a stream that one run of pages reads, as a plain value.
import type { LocalDate } from '../core/time.ts'
import type { Cursor } from './cursor.ts'
import type { Stream } from './stream.ts'

/** The first and the last site-local day, both included. */
export interface DayWindow {
  readonly from: LocalDate
  readonly to: LocalDate
}

export interface Slice {
  readonly stream: Stream
  readonly siteId: number
  /** Stable across runs: `all`, `since=2026-06-30T12:00:00`, `2026-01-01..2026-01-31`, `parents=<first>+19`. */
  readonly id: string
  /** Query parameters without limit and offset; a list repeats its name. */
  readonly query: readonly (readonly [name: string, value: string])[]
  /** The days this slice covers: of the event field of a window, or of the span that parents are asked for. */
  readonly window?: DayWindow
  /** The site-local day a snapshot is of: `SnapshotDate` of its rows. */
  readonly day?: LocalDate
  /** Parents asked, where the stream is read per parent. */
  readonly parents?: readonly string[]
  /** The slice reads the whole key set of its scope (site, window or parents), so that absence means something. */
  readonly concludes: boolean
  /** Where the stream stands once this slice and all planned before it are read, where the plan says more than the slice tells. */
  readonly cursor?: Cursor
}

/** A site with its zone, as windows need it. */
export interface Site {
  readonly siteId: number
  /** IANA name. */
  readonly zone: string
}

/** Which parents of a per-parent stream are to be asked now. The warehouse answers by SQL, `read` from what it has read. */
export interface ParentKeys {
  due(stream: Stream, siteId: number): AsyncIterable<string>
}
