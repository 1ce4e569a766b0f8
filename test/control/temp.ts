// A control database in a folder of its own.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openControl } from '../../src/control/database.ts'
import type { Control } from '../../src/control/database.ts'

export interface TempControl {
  readonly path: string
  readonly control: Control
  dispose(): Promise<void>
}

export const tempControl = async (): Promise<TempControl> => {
  const folder = await mkdtemp(join(tmpdir(), 'control-'))
  const path = join(folder, 'home', 'control.db')
  const control = await openControl(path)
  return {
    path,
    control,
    dispose: async () => {
      await control.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
