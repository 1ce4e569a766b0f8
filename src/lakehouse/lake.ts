// The lake: where page files and Parquet parts of a batch lie, and how they get there.
import { mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { Stream } from '../source/stream.ts'
import { flush, renameDurably, sha256Of, sha256OfFile, writeFlushed } from './durable.ts'
import type { HomePaths } from './home.ts'
import type { PageFile } from './spool.ts'

/** Id of a batch: the same run reading the same slices of a stream gives the same id. */
export const batchIdOf = (
  runId: string,
  stream: string,
  siteId: number,
  sliceIds: readonly string[],
  part: number,
): string => sha256Of([runId, stream, siteId, ...sliceIds, part].join('\n')).slice(0, 16)

/** Hash of a batch's source: SHA-256 over the page digests, one per line, in the order the pages were read. */
export const sourceHash = (pages: readonly PageFile[]): string =>
  sha256Of(pages.map((page) => `${page.sha256}\n`).join(''))

/** Pages of a stream with fields that must not be kept, or kept in part only, stay in the work folder and go with the commit. */
export const keepsPages = (stream: Stream, retentionDays: number): boolean =>
  retentionDays > 0 && stream.omit.length === 0 && Object.keys(stream.only).length === 0

/** Tells of each page file of a batch which call it answers: a body does not say so itself. */
export const requestsFile = 'requests.json'

/** A line of it: the pages in reading order. */
export interface RequestEntry {
  readonly file: string
  readonly request_id: string
  readonly sha256: string
}

/** Moves page files to `pages/<stream>/site_id=<id>/<batch>/`; returns them under their new names. */
export const adoptPages = async (
  paths: HomePaths,
  batch: { readonly batchId: string; readonly stream: string; readonly siteId: number },
  pages: readonly PageFile[],
): Promise<PageFile[]> => {
  const folder = join(paths.pages, batch.stream, `site_id=${batch.siteId}`, batch.batchId)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const adopted: PageFile[] = []
  for (const page of pages) {
    const path = join(folder, page.name)
    await rename(page.path, path)
    adopted.push({ ...page, path })
  }
  const entries = pages.map((page): RequestEntry => ({
    file: page.name,
    request_id: page.requestId,
    sha256: page.sha256,
  }))
  await writeFlushed(join(folder, requestsFile), Buffer.from(JSON.stringify(entries)))
  await flush(folder)
  return adopted
}

const brokenPrefix = 'broken-'

/**
 * Keeps the body of a page that cannot be used in `pages/<stream>/site_id=<id>/broken-<run>/`. No batch will ever tell its
 * age, so the folder carries the time of the answer as its own.
 * @returns its path.
 */
export const keepBroken = async (
  paths: HomePaths,
  run: { readonly runId: string; readonly stream: string; readonly siteId: number },
  page: PageFile,
): Promise<string> => {
  const folder = join(paths.pages, run.stream, `site_id=${run.siteId}`, `${brokenPrefix}${run.runId}`)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, page.name)
  await renameDurably(page.path, path)
  await utimes(folder, page.receivedAt, page.receivedAt)
  return path
}

/** A Parquet part of a batch, complete under its name. */
export interface LakeFile {
  /** Relative to the home. */
  readonly path: string
  readonly sha256: string
}

/** Has `write` fill a temporary file and gives it its name in the lake once it is on the disk. */
export const writePart = async (
  paths: HomePaths,
  batch: { readonly batchId: string; readonly stream: string; readonly siteId: number },
  write: (path: string) => Promise<void>,
): Promise<LakeFile> => {
  const folder = join(paths.lake, batch.stream, `site_id=${batch.siteId}`)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, `${batch.batchId}.parquet`)
  const unfinished = `${path}.tmp`
  await write(unfinished)
  await flush(unfinished)
  await renameDurably(unfinished, path)
  return { path: relative(paths.home, path), sha256: await sha256OfFile(path) }
}

/** Removes what a crash left behind: work files, and lake files and page folders of no committed batch. */
export const removeLeftovers = async (
  paths: HomePaths,
  committed: { readonly parquetPaths: ReadonlySet<string>; readonly batchIds: ReadonlySet<string> },
): Promise<void> => {
  await rm(join(paths.work, 'pages'), { recursive: true, force: true })
  for (const folder of await siteFolders(paths.lake)) {
    for (const name of await readdir(folder)) {
      const path = join(folder, name)
      if (!committed.parquetPaths.has(relative(paths.home, path))) await rm(path, { force: true })
    }
  }
  for (const folder of await siteFolders(paths.pages)) {
    for (const name of await readdir(folder)) {
      const isKept = committed.batchIds.has(name) || name.startsWith(brokenPrefix)
      if (!isKept) await rm(join(folder, name), { recursive: true, force: true })
    }
  }
}

/** Removes the page folders of the named batches, and those of unusable pages answered before `limit`. */
export const removePages = async (
  paths: HomePaths,
  batchIds: ReadonlySet<string>,
  limit: Date,
): Promise<void> => {
  for (const folder of await siteFolders(paths.pages)) {
    for (const name of await readdir(folder)) {
      const path = join(folder, name)
      const isOver = name.startsWith(brokenPrefix) ? (await stat(path)).mtime < limit : batchIds.has(name)
      if (isOver) await rm(path, { recursive: true, force: true })
    }
  }
}

const siteFolders = async (root: string): Promise<string[]> => {
  const streams = await readdir(root)
  const sites = await Promise.all(
    streams.map(async (stream) =>
      (await readdir(join(root, stream))).map((site) => join(root, stream, site)),
    ),
  )
  return sites.flat()
}
