// Our own verb as a child: given the environment as it is, heard line by line, and stopped by a signal that it can answer.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { runChild, runOwnVerb } from '../../src/lakehouse/child.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'own-verb-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))
afterEach(() => void vi.unstubAllEnvs())

const script = async (name: string, text: string): Promise<string> => {
  const path = join(folder, `${name}.mjs`)
  await writeFile(path, text)
  return path
}

test('it has the keys that other programs are not given, and its lines come as they are written', async () => {
  for (const name of ['MINDBODY_API_KEY', 'MINDBODY_CONTROL_URL', 'MINDBODY_WEBHOOKS_SIGNATURE_KEYS'])
    vi.stubEnv(name, 'a-key')
  const tell = `console.log(Object.keys(process.env).filter((name) => name.startsWith('MINDBODY_')).sort().join())
    console.error('one'); console.error('two'); process.exitCode = 5`
  const entry = await script('tell', tell)
  const lines: string[] = []
  const own = await runOwnVerb(entry, ['a b'], {
    onLine: (line) => void lines.push(line),
    signal: new AbortController().signal,
  })
  expect(own.exitCode).toBe(5)
  expect(own.stdout).toContain('MINDBODY_API_KEY,MINDBODY_CONTROL_URL,MINDBODY_WEBHOOKS_SIGNATURE_KEYS')
  expect(lines).toEqual(['one', 'two'])
  const other = await runChild(process.execPath, [entry])
  expect(other.stdout).not.toMatch(/KEY|CONTROL_URL/)
})

test('it is told to stop and ends in its own way', async () => {
  const entry = await script(
    'stop',
    `process.on('SIGTERM', () => { console.log('at a commit'); process.exit(143) }); setInterval(() => {}, 1000); console.error('ready')`,
  )
  const stop = new AbortController()
  const ended = await runOwnVerb(entry, [], { onLine: () => stop.abort(), signal: stop.signal })
  expect(ended).toMatchObject({ exitCode: 143, stdout: 'at a commit' })
})
