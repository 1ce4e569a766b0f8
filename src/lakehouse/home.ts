// The home directory of one warehouse: its paths, and how it is made.
import { access, chmod, constants, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Problem } from '../core/errors.ts'

export interface HomePaths {
  readonly home: string
  readonly control: string
  readonly warehouse: string
  readonly transform: string
  readonly marts: string
  readonly pages: string
  readonly lake: string
  /** Scratch of running verbs: pages being read, DuckDB's spill files, dbt's target. Emptied at the next start. */
  readonly work: string
  readonly reports: string
  readonly logs: string
}

/** Paths of a home; nothing is touched. */
export const homePaths = (home: string): HomePaths => ({
  home,
  control: join(home, 'control.db'),
  warehouse: join(home, 'warehouse.duckdb'),
  transform: join(home, 'transform.duckdb'),
  marts: join(home, 'marts.duckdb'),
  pages: join(home, 'pages'),
  lake: join(home, 'lake'),
  work: join(home, 'work'),
  reports: join(home, 'reports'),
  logs: join(home, 'logs'),
})

/**
 * Makes a home readable by its owner only (0700); one that exists keeps its mode.
 * @throws Problem HOME_UNUSABLE when it cannot be made or written.
 */
export const ensureHome = async (home: string): Promise<HomePaths> => {
  const paths = homePaths(home)
  try {
    await mkdir(home, { recursive: true, mode: 0o700 })
    await access(home, constants.W_OK)
    for (const folder of [paths.pages, paths.lake, paths.work, paths.reports, paths.logs]) {
      await mkdir(folder, { recursive: true, mode: 0o700 })
    }
  } catch (cause) {
    throw new Problem('HOME_UNUSABLE', { what: `${home} cannot be made or written.` }, { cause })
  }
  return paths
}

/** Personal data lies in these files: only the owner may read them. A file that is not there is left alone. */
export const ownerOnly = async (path: string): Promise<void> => {
  await chmod(path, 0o600).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
  })
}
