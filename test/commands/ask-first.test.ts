// Asking before spending: who is asked, what an answer does, and options that are refused.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startSandbox } from '../../src/sandbox/sandbox.ts'
import type { Sandbox } from '../../src/sandbox/sandbox.ts'
import { jsonFile, studioConfig } from './cli.ts'
import { jsonHere, runHere } from './in-process.ts'

let folder: string
let config: string
let sandbox: Sandbox
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ask-'))
  sandbox = await startSandbox()
  config = jsonFile(
    folder,
    'config.json',
    studioConfig(sandbox.url, { start_date: '2026-06-20', call_price: 0.002 }),
  )
})
afterAll(async () => {
  await sandbox.close()
  await rm(folder, { recursive: true, force: true })
})

const at = (where: string) => ['--config', config, '--home', where]

describe('asking before spending', () => {
  const fresh = () => join(folder, `ask-${Math.random()}`)
  const small = ['--streams', 'sites,genders,programs', '--ask-above', '3']

  test.each([
    ['y', true],
    ['', false],
    ['yeah, why not', false],
  ])('answer %j: begun is %j', async (answer, begins) => {
    const where = fresh()
    const { stdout, stderr, exitCode } = await runHere(['sync', ...at(where), ...small], {
      answers: [answer],
    })
    expect(exitCode).toBe(0)
    expect(stderr).toContain('Begin? [y/N]')
    expect(stdout).toMatch(/In all about \d+ calls, \d+ seconds, [\d.]+ in money/)
    expect(stdout.includes('Loaded')).toBe(begins)
    if (!begins) expect(stdout).toContain('Nothing was read.')
    const { states } = await jsonHere(['state', 'show', '--home', where])
    expect((states as object[]).length > 0).toBe(begins)
  })

  test('what the plan has asked is part of what the run says it used', async () => {
    const where = fresh()
    const args = ['sync', ...at(where), '--streams', 'sites,clients', '--ask-above', '3']
    const { stdout } = await runHere(args, { answers: ['y'] })
    expect(stdout).toMatch(/The plan itself took [1-9]/)
    const { runs } = await jsonHere(['runs', '--home', where])
    const [run] = runs as { calls: number }[]
    expect(stdout).toContain(`Calls: ${run?.calls} used`)
  })

  test.each([
    ['--yes', ['--yes']],
    ['a plan below the limit', ['--ask-above', '5000']],
    ['few pages', ['--limit-pages', '1']],
    ['few calls', ['--max-calls', '2']],
  ])('%s: nobody is asked', async (_name, more) => {
    const args = ['sync', ...at(fresh()), '--streams', 'sites,genders,programs', ...more]
    const { stderr } = await runHere(args, { answers: [] })
    expect(stderr).not.toContain('Begin?')
  })

  test('without a terminal, or with --json, nobody is asked', async () => {
    const where = fresh()
    expect((await runHere(['sync', ...at(where), ...small])).stderr).not.toContain('Begin?')
    const json = await runHere(['sync', ...at(where), ...small, '--json'], { answers: [] })
    expect(json.stderr).not.toContain('Begin?')
  })
})

test.each([
  ['--limit-pages', '0'],
  ['--limit-pages', 'x'],
  ['--max-calls', '-1'],
  ['--ask-above', '1.5'],
])('%s %s is a usage error', async (name, value) => {
  expect(await jsonHere(['sync', ...at(join(folder, 'x')), `${name}=${value}`])).toMatchObject({
    exit_code: 2,
  })
})
