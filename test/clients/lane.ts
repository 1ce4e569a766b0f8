// What the lanes of real clients share: a simulated Mindbody, our executable under its Airbyte name, and a configuration.
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startSandbox } from '../../src/sandbox/sandbox.ts'
import type { Sandbox } from '../../src/sandbox/sandbox.ts'

export interface Lane {
  readonly sandbox: Sandbox
  readonly folder: string
  /** `source-mindbody`, a link to the built entry. */
  readonly executable: string
  readonly config: Readonly<Record<string, unknown>>
  close(): Promise<void>
}

/** Needs a built `dist/`. The configuration is also written to `config.json` of the folder. */
export const openLane = async (startDate: string): Promise<Lane> => {
  const sandbox = await startSandbox()
  const folder = await mkdtemp(join(tmpdir(), 'clients-'))
  const executable = join(folder, 'source-mindbody')
  await symlink(join(import.meta.dirname, '..', '..', 'dist', 'src', 'cli.js'), executable)
  const config = {
    api_key: 'demo-key',
    site_ids: [10001],
    credentials: { type: 'staff_user', username: 'owner', password: 'demo-password' },
    start_date: startDate,
    base_url: sandbox.url,
    max_concurrency: 8,
    requests_per_second: 2000,
  }
  await writeFile(join(folder, 'config.json'), JSON.stringify(config))
  return {
    sandbox,
    folder,
    executable,
    config,
    close: async () => {
      await sandbox.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Said where nobody can overlook it: a lane that is left out proves nothing. */
export const sayLeftOut = (client: string, why: string): void => {
  process.stderr.write(`\n!!! LANE LEFT OUT: ${client} could not be installed here. ${why}\n\n`)
}
