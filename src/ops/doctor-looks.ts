// What the doctor looks at on this machine: Node, DuckDB, disk, home and marts.
import { constants } from 'node:fs'
import { access, readFile, stat, statfs } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { Duck, openReadOnly } from '../lakehouse/duck.ts'
import { homePaths } from '../lakehouse/home.ts'

/** What a look found. `warn`: works, but a person should know. */
export interface Answer {
  readonly ok: boolean | 'warn'
  readonly detail: string
  readonly remedy?: string
}

export const good = (detail: string): Answer => ({ ok: true, detail })

const nodeFloor = [20, 19] as const

export const checkNode = (version: string): Answer => {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const isEnough = major > nodeFloor[0] || (major === nodeFloor[0] && minor >= nodeFloor[1])
  return isEnough
    ? good(version)
    : { ok: false, detail: `${version} is too old.`, remedy: `Install Node ${nodeFloor.join('.')} or newer.` }
}

/** One DuckDB everywhere: a file written by a newer one does not open in an older one. */
export const checkDuckdb = async (requirements: string, installed: string | undefined): Promise<Answer> => {
  await using duck = await Duck.open(':memory:')
  const { version } = await duck.row<{ version: string }>("select ltrim(version(), 'v') as version")
  const lock = await readFile(requirements, 'utf8')
  const pinned = /^duckdb==([\w.]+)/m.exec(lock)?.[1]
  const versions = `Node ${version}, pinned for dbt ${pinned ?? 'none'}, in dbt's environment ${installed ?? 'not built yet'}`
  if (pinned !== version || (installed !== undefined && installed !== version)) {
    return {
      ok: false,
      detail: `DuckDB versions differ: ${versions}.`,
      remedy: 'Run `npm ci` and let `build` make the dbt environment again.',
    }
  }
  if (installed === undefined) {
    return {
      ok: 'warn',
      detail: `${versions}.`,
      remedy: 'The first `build` makes it; it needs the Python package index.',
    }
  }
  return good(versions)
}

/** The folder itself, or the nearest one above it that exists. */
const existingFolder = async (path: string): Promise<string> => {
  try {
    await access(path)
    return path
  } catch (error) {
    const parent = dirname(path)
    if (parent === path) throw error
    return existingFolder(parent)
  }
}

const gibibyte = 2 ** 30
const lowDiskBytes = 2 * gibibyte
const fullDiskBytes = gibibyte / 4

export const checkDisk = async (home: string): Promise<Answer> => {
  const { bavail, bsize } = await statfs(await existingFolder(resolve(home)))
  const freeBytes = bavail * bsize
  const detail = `${(freeBytes / gibibyte).toFixed(1)} GiB free`
  if (freeBytes >= lowDiskBytes) return good(detail)
  return {
    ok: freeBytes < fullDiskBytes ? false : 'warn',
    detail,
    remedy: 'Free some space, or move the home with --home.',
  }
}

export const checkHome = async (home: string): Promise<Answer> => {
  const folder = await existingFolder(resolve(home))
  try {
    await access(folder, constants.W_OK | constants.X_OK)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return {
      ok: false,
      detail: `${folder} cannot be written: ${why}`,
      remedy: 'Give another --home, or make the folder writable.',
    }
  }
  return good(folder === resolve(home) ? `${home} can be written` : `${home} will be made by the first run`)
}

/** False only where there is no such file: one that may not be read is another trouble, with its own message. */
const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error
      return false
    },
  )

/** Tokens and personal data lie here: nobody else may read them. */
export const checkPrivate = async (home: string): Promise<Answer> => {
  const { control, warehouse } = homePaths(home)
  const open: string[] = []
  for (const path of [control, warehouse]) {
    if ((await isThere(path)) && ((await stat(path)).mode & 0o077) !== 0) open.push(path)
  }
  if (open.length === 0) return good('Only the owner can read the home’s databases')
  return {
    ok: false,
    detail: `Others can read ${open.join(' and ')}.`,
    remedy: `Run: chmod 600 ${open.join(' ')}`,
  }
}

export const checkMarts = async (path: string, now: Date): Promise<Answer> => {
  const remedy = 'Run `mindbody-elt run`.'
  if (!(await isThere(path))) return { ok: 'warn', detail: 'No marts are published yet.', remedy }
  await using duck = await openReadOnly(path)
  const { built, behind } = await duck.row<{ built: string | null; behind: number }>(
    "select strftime(max(built_at), '%Y-%m-%dT%H:%M:%SZ') as built, count(*) filter (state in ('stale', 'never read')) as behind from mart_freshness",
  )
  if (built === null) return { ok: 'warn', detail: 'The marts do not say when they were built.', remedy }
  const ageHours = Math.max(0, Math.round((now.getTime() - Date.parse(built)) / 3_600_000))
  const detail = `Built ${built}, ${ageHours === 1 ? '1 hour' : `${ageHours} hours`} ago; ${behind} not fresh`
  return behind > 0 || ageHours > 48 ? { ok: 'warn', detail, remedy } : good(detail)
}
