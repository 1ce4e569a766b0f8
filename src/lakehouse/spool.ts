// The spool: pages of a slice written to disk as received, one file each, before anything looks into them.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { LongNumeral } from '../source/long-numerals.ts'
import { createOutsideCount } from '../source/outside-count.ts'
import type { Page } from '../source/page.ts'
import type { Slice } from '../source/slices.ts'
import { sha256Of, writeFlushed } from './durable.ts'

/** A page on disk; what typing needs to know of it, without its body. */
export interface PageFile {
  readonly path: string
  /** File name, unique within its stream and site. */
  readonly name: string
  readonly sha256: string
  /** Size of the body once opened. */
  readonly bytes: number
  /** Rows the answer says it holds. */
  readonly rows: number | undefined
  /** Rows beside it that Mindbody could not answer with. */
  readonly skipped: number
  readonly longNumerals: readonly LongNumeral[]
  readonly requestId: string
  readonly receivedAt: Date
}

/** A slice that was read to its end. */
export interface SpooledSlice {
  readonly slice: Slice
  readonly pages: readonly PageFile[]
  /** Rows of other days than asked, which are dropped, and whether there were no others. */
  readonly outside?: { readonly rows: number; readonly isAll: boolean }
}

/** Writes all pages of a slice into `folder`. A slice that lacks rows, or got others, says nothing about what is gone. */
export const spoolSlice = async (
  pages: AsyncIterable<Page>,
  slice: Slice,
  folder: string,
): Promise<SpooledSlice> => {
  const files: PageFile[] = []
  const outside = createOutsideCount(slice)
  for await (const page of pages) {
    outside.see(page)
    page.release()
    files.push(await spoolPage(page, folder))
  }
  const rows = outside.rows()
  const isWhole = rows === 0 && files.every(({ skipped }) => skipped === 0)
  return {
    slice: isWhole ? slice : { ...slice, concludes: false },
    pages: files,
    ...(rows === 0 ? {} : { outside: { rows, isAll: outside.isAll() } }),
  }
}

const spoolPage = async (page: Page, folder: string): Promise<PageFile> => {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const name = `${sha256Of(page.slice.id).slice(0, 12)}-${page.index}.json${page.encoding === 'gzip' ? '.gz' : ''}`
  const path = join(folder, name)
  await writeFlushed(path, page.body)
  return {
    path,
    name,
    sha256: sha256Of(page.body),
    bytes: openedSize(page),
    rows: page.rows,
    skipped: page.skipped,
    longNumerals: page.longNumerals,
    requestId: page.requestId,
    receivedAt: page.receivedAt,
  }
}

/** A gzip body ends with the size of what it holds. */
const openedSize = ({ body, encoding }: Page): number => {
  if (encoding === 'identity' || body.length < 4) return body.length
  return new DataView(body.buffer, body.byteOffset, body.byteLength).getUint32(body.length - 4, true)
}
