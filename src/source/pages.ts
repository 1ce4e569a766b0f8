// Pages of a slice: bodies as received, with what their head says about paging.
import type { Slice } from './slices.ts'

/** One answer. The body stays as it came over the wire; `decodeBody` opens it for whoever has to parse. */
export interface Page {
  readonly slice: Slice
  /** 0 for the first page of the slice. */
  readonly index: number
  readonly offset: number
  readonly limit: number
  /** Rows this page shares with the previous one when nothing moved in between. */
  readonly overlap: number
  readonly body: Uint8Array
  readonly encoding: 'gzip' | 'identity'
  /** Rows received; undefined where the answer does not say (unpaged streams). */
  readonly rows: number | undefined
  readonly totalResults: number | undefined
  readonly requestId: string
  /** The server's clock. */
  readonly receivedAt: Date
}

export interface PagingOptions {
  readonly signal: AbortSignal
  readonly pageSize: number
}
