// Compiles a script of the tests, so that it can run in processes of its own; it lies below node_modules to find its libraries.
import { execFile } from 'node:child_process'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const root = join(import.meta.dirname, '..')

export interface CompiledScript {
  /** Path of the JavaScript. */
  readonly path: string
  remove(): Promise<void>
}

/** `source` is the script's path from the root, e.g. `test/control/control-child.ts`; `name` is a folder no other test uses. */
export const compileScript = async (name: string, source: string): Promise<CompiledScript> => {
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
      files: [join(root, source)],
      include: [],
    }),
  )
  await promisify(execFile)(join(root, 'node_modules/.bin/tsc'), ['-p', project], { cwd: root })
  return {
    path: join(built, 'out', source.replace(/\.ts$/, '.js')),
    remove: () => rm(built, { recursive: true, force: true }),
  }
}
