// Builds and starts `sync-child.ts`; the compiled files lie below node_modules, so that they find their libraries.
import { execFile, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const root = join(import.meta.dirname, '..', '..')

export interface SyncChild {
  /** Starts a sync; `shell` is put before the command, e.g. `ulimit -f 100 && exec`. */
  start(home: string, url: string, runId: string, shell?: string): ChildProcess
  remove(): Promise<void>
}

export const buildSyncChild = async (name: string): Promise<SyncChild> => {
  const built = join(root, 'node_modules', '.cache', name)
  await mkdir(built, { recursive: true })
  const project = join(built, 'tsconfig.json')
  await writeFile(
    project,
    JSON.stringify({
      extends: join(root, 'tsconfig.json'),
      compilerOptions: {
        noEmit: false,
        rootDir: root,
        outDir: join(built, 'out'),
        typeRoots: [join(root, 'node_modules/@types')],
      },
      include: [join(root, 'src'), join(root, 'streams'), join(root, 'test/lakehouse/sync-child.ts')],
    }),
  )
  await promisify(execFile)(join(root, 'node_modules/.bin/tsc'), ['-p', project], { cwd: root })
  const script = join(built, 'out', 'test', 'lakehouse', 'sync-child.js')
  return {
    start: (home, url, runId, shell) => {
      const command = [process.execPath, script, home, url, runId]
      return shell === undefined
        ? spawn(process.execPath, command.slice(1), { stdio: ['ignore', 'ignore', 'inherit'] })
        : spawn('bash', ['-c', `${shell} "$@"`, 'bash', ...command], {
            stdio: ['ignore', 'ignore', 'inherit'],
          })
    },
    remove: () => rm(built, { recursive: true, force: true }),
  }
}

/** Exit code of a child; null when a signal ended it. */
export const exitOf = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => child.once('exit', (code) => resolve(code)))
