// Builds and starts `sync-child.ts`.
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { compileScript } from '../compiled.ts'

export interface SyncChild {
  /** Starts a sync; `shell` is put before the command, e.g. `ulimit -f 100 && exec`. */
  start(home: string, url: string, runId: string, shell?: string): ChildProcess
  remove(): Promise<void>
}

export const buildSyncChild = async (name: string): Promise<SyncChild> => {
  const { path, remove } = await compileScript(name, 'test/lakehouse/sync-child.ts')
  return {
    start: (home, url, runId, shell) => {
      const command = [process.execPath, path, home, url, runId]
      return shell === undefined
        ? spawn(process.execPath, command.slice(1), { stdio: ['ignore', 'ignore', 'inherit'] })
        : spawn('bash', ['-c', `${shell} "$@"`, 'bash', ...command], {
            stdio: ['ignore', 'ignore', 'inherit'],
          })
    },
    remove,
  }
}

/** Exit code of a child; null when a signal ended it. */
export const exitOf = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => child.once('exit', (code) => resolve(code)))
