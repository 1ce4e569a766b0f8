// A Python environment for a client of ours, made once from its hash-locked list and kept in `.clients/` of the clone.
import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'

const root = join(import.meta.dirname, '..', '..')

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

/** The environment's Python, or why it cannot be had: only then a lane may be left out. */
export type PythonEnv = { readonly python: string } | { readonly missing: string }

/** Makes the environment of `test/clients/<client>`; a half-made one never gets its name. */
export const pythonEnv = async (client: string): Promise<PythonEnv> => {
  const list = join(import.meta.dirname, client, 'requirements.txt')
  const hash = createHash('sha256')
    .update(await readFile(list))
    .digest('hex')
    .slice(0, 12)
  const path = join(root, '.clients', `${client}-${hash}`)
  const python = join(path, 'bin', 'python')
  if (await exists(python)) return { python }
  const making = `${path}.making`
  await rm(making, { recursive: true, force: true })
  await mkdir(making, { recursive: true })
  const venv = await execa('python3', ['-m', 'venv', making], { reject: false })
  if (venv.failed) return { missing: String(venv.stderr) }
  const install = ['-m', 'pip', 'install', '--quiet', '--require-hashes', '-r', list]
  const installed = await execa(join(making, 'bin', 'python'), install, { reject: false })
  if (installed.failed) {
    await rm(making, { recursive: true, force: true })
    return { missing: String(installed.stderr).slice(-2000) }
  }
  await rename(making, path)
  return { python }
}
