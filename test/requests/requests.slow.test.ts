// Every request of the built command line, as the simulated API received it, held against Mindbody's own document.
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts'
import { streams } from '../../streams/index.ts'
import { ensureBuilt, jsonFile, run, studioConfig } from '../commands/cli.ts'
import { faultsOf } from './check-requests.ts'
import { heldAgainst } from './held-against.ts'

const { facts, source, isDocument } = heldAgainst()
const names = streams.map(({ name }) => name)

let folder: string
let sandbox: Sandbox
beforeAll(async () => {
  ensureBuilt()
  folder = await mkdtemp(join(tmpdir(), 'requests-'))
  sandbox = await startSandbox()
})
afterAll(async () => {
  await sandbox.close()
  await rm(folder, { recursive: true, force: true })
})

interface Made {
  readonly calls: Sandbox['calls']
  readonly stdout: string
}

/** A verb over one site, to its end, with the calls the simulated API saw meanwhile. */
const made = async (...args: readonly string[]): Promise<Made> => {
  const config = jsonFile(
    folder,
    'config.json',
    studioConfig(sandbox.url, { site_ids: [10_002], start_date: '2026-05-01' }),
  )
  const before = sandbox.calls.length
  const { exitCode, stdout, stderr } = await run([...args, '--config', config])
  expect({ args, exitCode, stderr: exitCode === 0 ? '' : stderr }).toEqual({ args, exitCode: 0, stderr: '' })
  return { calls: sandbox.calls.slice(before), stdout }
}

/** `sync` or `plan` of every stream. */
const overAll = (verb: string): Promise<Made> =>
  made(verb, '--json', '--home', join(folder, 'home'), '--streams', names.join(','))

/** No parameter the document does not know. */
const expectKnown = ({ calls }: Made): void => {
  expect(calls.length).toBeGreaterThan(0)
  expect(faultsOf(facts, calls)).toEqual([])
}

/** What the simulated API refused, in its own words. A probe of a plan may be: it then guesses. */
const refused = ({ calls }: Made): readonly string[] =>
  calls
    .filter(({ status }) => status === 400 || status === 404)
    .map(({ path, query, status }) => `${status} ${path}?${query}`)

/** Paths of streams that none of the calls asked for. */
const unasked = ({ calls }: Made): readonly string[] => {
  const asked = new Set(calls.map(({ path }) => path))
  return streams.filter(({ path }) => !asked.has(path)).map(({ name }) => name)
}

test(`plan and sync of all ${names.length} streams, then of two days more: held against ${source}`, async () => {
  if (!isDocument) {
    const line = '='.repeat(100)
    process.stderr.write(`\n${line}\nThe requests are held against ${source}.\n${line}\n`)
  }
  expectKnown(await overAll('plan'))
  const full = await overAll('sync')
  expectKnown(full)
  expect([unasked(full), refused(full)]).toEqual([[], []])
  sandbox.advance(2)
  expectKnown(await overAll('plan'))
  const changes = await overAll('sync')
  expectKnown(changes)
  expect(refused(changes)).toEqual([])
})

test('check, and read of all streams, whole and from its own state', async () => {
  expectKnown(await made('check'))
  const catalog = jsonFile(folder, 'catalog.json', { streams: configured() })
  const whole = await made('read', '--catalog', catalog)
  expectKnown(whole)
  expect([unasked(whole), refused(whole)]).toEqual([[], []])
  sandbox.advance(2)
  const state = jsonFile(folder, 'state.json', lastStates(whole.stdout))
  const changes = await made('read', '--catalog', catalog, '--state', state)
  expectKnown(changes)
  expect(refused(changes)).toEqual([])
  expect(changes.calls.length).toBeLessThan(whole.calls.length)
})

/** Every stream of the printed catalog, incremental where it can be. */
const configured = (): readonly object[] => {
  const printed = readFileSync(new URL('../../catalog.json', import.meta.url), 'utf8')
  const { streams: offered } = JSON.parse(printed) as {
    readonly streams: readonly { readonly supported_sync_modes: readonly string[] }[]
  }
  return offered.map((stream) => ({
    stream,
    sync_mode: stream.supported_sync_modes.at(-1),
    destination_sync_mode: 'append_dedup',
  }))
}

/** The last STATE of each stream in the output, as a platform hands it back. */
const lastStates = (stdout: string): readonly object[] => {
  const states = stdout
    .split('\n')
    .filter((line) => line.startsWith('{"type":"STATE"'))
    .map(
      (line) =>
        (JSON.parse(line) as { readonly state: { readonly stream: { readonly stream_descriptor: object } } })
          .state,
    )
  return [...new Map(states.map((state) => [JSON.stringify(state.stream.stream_descriptor), state])).values()]
}
