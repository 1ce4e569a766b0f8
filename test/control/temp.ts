// A control database of a test's own: in a file, or in a schema of a Postgres server.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openControl } from '../../src/control/database.ts'
import type { Control } from '../../src/control/database.ts'
import type { PostgresServer } from './postgres-server.mjs'

export interface TempControl {
  /** What `openControl` takes: a path or a URL. */
  readonly target: string
  readonly control: Control
  dispose(): Promise<void>
}

/** Makes an empty one. */
export type MakeControl = () => Promise<TempControl>

export const tempControl: MakeControl = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'control-'))
  const target = join(folder, 'home', 'control.db')
  const control = await openControl(target)
  return {
    target,
    control,
    dispose: async () => {
      await control.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export const postgresControl = async (server: PostgresServer): Promise<TempControl> => {
  const target = await server.freshUrl()
  const control = await openControl(target)
  return { target, control, dispose: () => control.close() }
}
