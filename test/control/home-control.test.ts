// A home that has its control database on Postgres is not opened without it by mistake.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { claimForWarehouse, openHomeControl } from '../../src/control/home-control.ts'

let home: string
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'home-control-'))
})
afterAll(() => rm(home, { recursive: true, force: true }))

test('a home with a file is opened as ever; once marked, only with the URL', async () => {
  await using control = await openHomeControl(home, {})
  await claimForWarehouse(control, home, new Date())
  await writeFile(join(home, 'control-on-postgres'), 'an id\n')
  await expect(openHomeControl(home, {})).rejects.toMatchObject({
    code: 'HOME_UNUSABLE',
    message: expect.stringMatching(/is on Postgres, and MINDBODY_CONTROL_URL is not set/),
  })
})
