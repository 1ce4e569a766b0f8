// A disk that fills up under the receiver: 503 and red until there is room again, and green by itself.
import { execFileSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { ensureBuilt, entry, start } from '../commands/cli.ts'
import type { Running } from '../commands/cli.ts'
import { key, path, signed } from './open-front.ts'

/** No file grows beyond it: for SQLite it is as if the disk were full. */
const fullAtBytes = 900_000
let folder: string
let running: Running
let urls: { readonly events: string; readonly ops: string }

beforeAll(async () => {
  ensureBuilt()
  folder = await mkdtemp(join(tmpdir(), 'full-disk-'))
  const config = join(folder, 'config.json')
  const webhooks = { path, signature_keys: [key] }
  const credentials = { type: 'api_key_only' }
  await writeFile(
    config,
    JSON.stringify({ api_key: 'k', site_ids: [-99], credentials, start_date: '2026-01-01', webhooks }),
  )
  const args = ['serve', '--config', config, '--home', join(folder, 'home'), '--port', '0', '--ops-port', '0']
  running = start(args, {
    command: ['prlimit', `--fsize=${fullAtBytes}:`, process.execPath, entry],
  })
  await vi.waitFor(() => expect(running.stderr()).toContain('Events are taken'), 30_000)
  const told = /"url":"([^"]+)","ops_url":"([^"]+)"/.exec(running.stderr())
  urls = { events: `${told?.[1]}${path}`, ops: told?.[2] ?? '' }
})
afterAll(async () => {
  running.child.kill('SIGTERM')
  await running.ended
  await rm(folder, { recursive: true, force: true })
})

const post = async (nth: number): Promise<number> => {
  const body = `${nth} ${'x'.repeat(200_000)}`
  const headers = { 'X-Mindbody-Signature': signed(body) }
  const answer = await fetch(urls.events, { method: 'POST', body, headers })
  return answer.status
}
const ready = async (): Promise<number> => (await fetch(`${urls.ops}/readyz`)).status

test('full: 503, red, and no word of being well while nothing fits; room again: green, and events are taken', async () => {
  let nth = 0
  while ((await post(nth)) === 200) nth += 1
  expect(nth).toBeGreaterThan(0)
  expect(await post(nth)).toBe(503)
  // Two looks of the probe.
  await sleep(4_500)
  expect(await ready()).toBe(503)
  expect(running.stderr()).not.toContain('can be written again')

  execFileSync('prlimit', ['--pid', String(running.child.pid), '--fsize=unlimited:'])
  await expect.poll(ready, { timeout: 10_000, interval: 100 }).toBe(200)
  expect(running.stderr()).toContain('can be written again')
  expect(await post(nth)).toBe(200)
})
