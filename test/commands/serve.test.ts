// The verb `serve` in this process: it takes an event and stops on a signal, and says mistakes in plain words.
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Stopped } from '../../src/commands/session.ts'
import { signed } from '../webhooks/open-front.ts'
import { runHere } from './in-process.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'serve-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const key = 'a-key-of-some-good-length='

interface Given {
  readonly home?: string
  readonly opsPort?: string
}

const args = async (
  webhooks: object | undefined,
  more: readonly string[],
  { home = 'home', opsPort = '0' }: Given = {},
): Promise<readonly string[]> => {
  const config = join(folder, 'config.json')
  const credentials = { type: 'api_key_only' }
  const base = { api_key: 'k-canary', site_ids: [-99], credentials, start_date: '2026-01-01' }
  await writeFile(config, JSON.stringify({ ...base, ...(webhooks === undefined ? {} : { webhooks }) }))
  return ['serve', '--config', config, '--home', join(folder, home), '--ops-port', opsPort, ...more]
}

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

test('an event is taken, a signal ends it with its own exit code, and no key is said', async () => {
  const stop = new AbortController()
  const port = await freePort()
  const running = runHere(await args({ signature_keys: [key] }, ['--port', String(port)]), {
    signal: stop.signal,
  })
  const url = `http://127.0.0.1:${port}/hooks/mindbody`
  const look = () =>
    fetch(url, { method: 'HEAD' }).then(
      ({ status }) => status,
      () => 0,
    )
  await expect.poll(look, { timeout: 10_000 }).toBe(204)
  const headers = { 'X-Mindbody-Signature': signed('{"a":1}', key) }
  expect((await fetch(url, { method: 'POST', body: '{"a":1}', headers })).status).toBe(200)
  stop.abort(new Stopped('SIGTERM'))
  const ended = await running
  expect(ended.exitCode).toBe(143)
  expect(ended.stdout).toContain(`receiver  ${url}`)
  expect(ended.stdout + ended.stderr).not.toContain(key)
})

test('without a key it starts, for Mindbody looks before it gives one, and says so', async () => {
  const stop = new AbortController()
  stop.abort(new Stopped('SIGINT'))
  const ended = await runHere(await args({}, ['--port', '0']), { signal: stop.signal })
  expect(ended.stderr).toMatch(/No signature key is known yet/)
  expect(ended.exitCode).toBe(130)
})

test.each([
  ['one port for both', {}, ['--port', '9000'], 2, /both 9000/],
  ['no port', {}, ['--port', '70000'], 2, /70000 is no port/],
  ['an address of another machine', {}, ['--port', '0', '--host', '192.0.2.1'], 2, /no such address/],
  ['a path without a slash', { path: 'hooks' }, [], 3, /webhooks.path.*begin with \//],
  ['a short key', { signature_keys: ['short'] }, [], 3, /signature_keys/],
  ['a proxy by name', { trusted_proxies: ['nginx'] }, ['--port', '0'], 3, /"nginx".*is no address/],
] as const)('%s: plain words', async (_what, webhooks, more, exitCode, words) => {
  const ended = await runHere(await args(webhooks, more, { opsPort: '9000' }))
  expect(ended.stderr).toMatch(words)
  expect(ended.exitCode).toBe(exitCode)
})

test('a port that is taken', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as AddressInfo
  const ended = await runHere(await args({}, ['--port', String(port)]))
  expect(ended.stderr).toMatch(
    /USAGE: The receiver cannot listen on 127.0.0.1, port \d+. Another program listens there.\n {2}-> Give another --port./,
  )
  expect(ended.exitCode).toBe(2)
  other.close()
})

test('a configuration without webhooks, on a home without them', async () => {
  const ended = await runHere(await args(undefined, ['--port', '0'], { home: 'empty' }))
  expect(ended.stderr).toMatch(/has no "webhooks" group/)
  expect(ended.exitCode).toBe(3)
})
