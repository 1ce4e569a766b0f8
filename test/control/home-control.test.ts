// A home is opened with the control database it has: not without the URL of its Postgres, and not with one beside its file.
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

test('a home that has worked on its file is not opened with a URL: what the file holds would be left behind', async () => {
  const own = await mkdtemp(join(tmpdir(), 'home-control-'))
  try {
    await (await openHomeControl(own, {})).close()
    const env = { MINDBODY_CONTROL_URL: 'postgres://nobody:secret@127.0.0.1:9/none' }
    await expect(openHomeControl(own, env)).rejects.toMatchObject({
      code: 'HOME_UNUSABLE',
      message: expect.stringMatching(/is the file .*control\.db.*not yet applied/s),
      remedy: expect.stringContaining('`webhooks drain`'),
    })
    await rm(join(own, 'control.db'))
    await expect(openHomeControl(own, env)).rejects.toThrow(/ECONNREFUSED/)
  } finally {
    await rm(own, { recursive: true, force: true })
  }
})
