// Hand-made slices: pages of any rows, spooled and loaded as a pass would, without a server.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { loadBatch } from '../../src/lakehouse/load-batch.ts'
import type { Loaded } from '../../src/lakehouse/load-batch.ts'
import type { PageFile, SpooledSlice } from '../../src/lakehouse/spool.ts'
import type { Warehouse } from '../../src/lakehouse/warehouse.ts'
import { findLongNumerals } from '../../src/source/long-numerals.ts'
import type { Slice } from '../../src/source/slices.ts'
import { defineStream } from '../../src/source/stream.ts'
import type { Stream } from '../../src/source/stream.ts'

/** A small window stream with one field of most types. */
export const orders = defineStream({
  name: 'orders',
  path: '/sale/orders',
  rows: 'Orders',
  key: ['Id'],
  about: 'Orders made up for tests.',
  omit: ['CardNumber'],
  incremental: {
    kind: 'window',
    startParam: 'from',
    endParam: 'to',
    field: 'At',
    stepDays: 31,
    lookbackDays: 7,
    recentDays: 7,
    lookaheadDays: 0,
  },
  fields: {
    Id: 'id',
    At: 'local',
    Amount: 'money',
    Weight: 'number',
    Paid: 'flag',
    Note: 'text',
    Parcels: 'int',
    Lines: 'list',
  },
})

/** Rows per parent order, asked two parents at a time. */
export const parcels = defineStream({
  name: 'parcels',
  path: '/sale/parcels',
  rows: 'Order.Parcels',
  key: ['Id'],
  about: 'Parcels made up for tests.',
  parent: {
    stream: 'orders',
    field: 'Id',
    param: 'orderIds',
    batch: 2,
    as: 'OrderId',
    echo: 'OrderId',
    due: 'changed',
  },
  fields: { Id: 'id', OrderId: 'id', Note: 'text' },
})

export const testStreams: readonly Stream[] = [orders, parcels]

export interface MadePage {
  /** Record list, or the whole body as text. */
  readonly rows: readonly object[] | string
  /** Rows beside it that could not be answered with. */
  readonly skipped?: number
  /** Rows the answer claims; by default as many as there are. */
  readonly claimed?: number | undefined
}

export interface MadeSlice {
  readonly id?: string
  readonly window?: { readonly from: string; readonly to: string }
  readonly parents?: readonly string[]
  readonly concludes?: boolean
  readonly pages: readonly MadePage[]
}

const month = { from: '2026-01-01', to: '2026-01-31' }
let written = 0

const spoolMade = async (folder: string, stream: Stream, page: MadePage): Promise<PageFile> => {
  written += 1
  const name = `made-${written}.json.gz`
  const path = join(folder, name)
  const [outer = '', inner] = stream.rows.split('.')
  const body = (rows: readonly object[]): string =>
    JSON.stringify(inner === undefined ? { [outer]: rows } : { [outer]: { [inner]: rows } })
  const { rows } = page
  const text = typeof rows === 'string' ? rows : body(rows)
  await writeFile(path, gzipSync(text))
  return {
    path,
    name,
    sha256: name,
    bytes: Buffer.byteLength(text),
    skipped: page.skipped ?? 0,
    longNumerals: findLongNumerals(Buffer.from(text), stream),
    rows: 'claimed' in page ? page.claimed : typeof rows === 'string' ? undefined : rows.length,
    requestId: `request-${written}`,
    receivedAt: new Date('2026-02-01T12:00:00Z'),
  }
}

/** Loads made slices as one commit of site 7. */
export const loadMade = async (
  warehouse: Warehouse,
  stream: Stream,
  runId: string,
  made: readonly MadeSlice[],
  options: { readonly keepPages?: boolean; readonly acceptsEmpty?: boolean; readonly at?: Date } = {},
): Promise<Loaded> => {
  const folder = join(warehouse.paths.work, 'pages', runId)
  const { at = new Date('2026-02-01T12:00:00Z') } = options
  await mkdir(folder, { recursive: true })
  const slices: SpooledSlice[] = []
  for (const [place, { pages, ...given }] of made.entries()) {
    const slice: Slice = {
      stream,
      siteId: 7,
      id: given.id ?? String(place),
      query: [],
      concludes: given.concludes ?? true,
      ...(given.parents === undefined ? { window: month } : { parents: given.parents }),
      ...(given.window === undefined ? {} : { window: given.window }),
    }
    const files = []
    for (const page of pages) files.push(await spoolMade(folder, stream, page))
    slices.push({ slice, pages: files })
  }
  return loadBatch(warehouse, {
    stream,
    siteId: 7,
    runId,
    slices,
    cursor: { kind: 'window', until: '2026-01-31' },
    acceptsEmpty: options.acceptsEmpty ?? false,
    knownSeq: await warehouse.newestCommit(),
    passStartedAt: at,
    now: () => at,
    keepPages: options.keepPages ?? true,
  })
}
