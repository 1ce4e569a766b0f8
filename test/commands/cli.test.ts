// The built command line: help, usage, pipes, the protocol's verbs, and one object for --json.
import { readFileSync } from 'node:fs'
import { mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startSandbox } from '../../src/sandbox/sandbox.ts'
import type { Sandbox } from '../../src/sandbox/sandbox.ts'
import { ensureBuilt, entry, jsonFile, run, studioConfig } from './cli.ts'

let folder: string
let sandbox: Sandbox
beforeAll(async () => {
  ensureBuilt()
  folder = await mkdtemp(join(tmpdir(), 'cli-'))
  sandbox = await startSandbox()
})
afterAll(async () => {
  await sandbox.close()
  await rm(folder, { recursive: true, force: true })
})

const verbs = [
  'spec',
  'check',
  'discover',
  'read',
  'sync',
  'build',
  'run',
  'plan',
  'backfill',
  'webhooks',
  'state',
  'runs',
  'trace',
  'usage',
  'reconcile',
  'report',
  'close',
  'journal',
  'status',
  'doctor',
  'sandbox',
  'demo',
  'contracts',
]

const linesOf = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, Record<string, unknown>>)

describe('usage', () => {
  test('--help names every verb', async () => {
    const { exitCode, stdout } = await run(['--help'])
    expect(exitCode).toBe(0)
    for (const verb of verbs) expect(stdout).toContain(`mindbody-elt ${verb}`)
  })

  test.each([
    ['a misspelt verb', ['snyc'], 'Did you mean sync?'],
    ['an option that does not exist', ['status', '--hoem', 'x'], 'hoem'],
    ['a word where a number belongs', ['runs', '--limit', 'many'], '--limit must be a number.'],
    ['a price below nothing', ['usage', '--period', '2026-06', '--call-price', '-3'], '--call-price'],
    ['no verb', [], 'See mindbody-elt --help.'],
  ])('%s: 2, told on stderr without a stack', async (_name, args, words) => {
    const { exitCode, stdout, stderr } = await run(args)
    expect(exitCode).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toContain('USAGE: ')
    expect(stderr).toContain(words)
    expect(stderr).not.toMatch(/^\s+at /m)
  })
})

test('a reader that leaves early crashes nothing', async () => {
  for (const verb of ['--help', 'discover']) {
    const { exitCode, stderr } = await run([], {
      command: [
        'bash',
        '-c',
        `set -o pipefail; "${process.execPath}" "${entry}" ${verb} | head -c 1 > "${join(folder, 'first')}"; true`,
      ],
    })
    expect(exitCode).toBe(0)
    expect(stderr).not.toMatch(/EPIPE|INTERNAL/)
  }
})

test('a symlink named source-mindbody is the same program', async () => {
  const link = join(folder, 'source-mindbody')
  await symlink(entry, link)
  const { exitCode, stdout } = await run(['spec'], { command: [link] })
  expect(exitCode).toBe(0)
  const [line] = linesOf(stdout)
  expect(line?.['spec']).toEqual(
    JSON.parse(readFileSync(new URL('../../spec.json', import.meta.url), 'utf8')),
  )
})

describe('the protocol', () => {
  test('discover prints catalog.json, with or without a configuration, and --json adds nothing', async () => {
    const { exitCode, stdout } = await run(['discover', '--json'])
    expect(exitCode).toBe(0)
    const lines = linesOf(stdout)
    expect(lines).toHaveLength(1)
    expect(lines[0]?.['catalog']).toEqual(
      JSON.parse(readFileSync(new URL('../../catalog.json', import.meta.url), 'utf8')),
    )
  })

  const statusOf = async (changes: object) => {
    const config = jsonFile(folder, 'check.json', studioConfig(sandbox.url, changes))
    const { exitCode, stdout, stderr } = await run(['check', '--config', config])
    const answers = linesOf(stdout).filter((line) => line['type'] === ('CONNECTION_STATUS' as unknown))
    return { exitCode, stderr, answers: answers.map((line) => line['connectionStatus']) }
  }

  test.each([
    ['good', {}, 'SUCCEEDED', undefined],
    [
      'a wrong password',
      { credentials: { type: 'staff_user', username: 'owner', password: 'wrong-canary' } },
      'FAILED',
      'password',
    ],
  ])('check with %s: exit 0 and one answer', async (_name, changes, status, words) => {
    const { exitCode, stderr, answers } = await statusOf(changes)
    expect(exitCode).toBe(0)
    expect(answers).toHaveLength(1)
    expect(answers[0]?.['status']).toBe(status)
    if (words !== undefined) expect(answers[0]?.['message']).toContain(words)
    expect(JSON.stringify(answers) + stderr).not.toContain('canary')
  })

  test('check of a misspelt key warns on the protocol', async () => {
    const config = jsonFile(folder, 'warn.json', studioConfig(sandbox.url, { page_sise: 10 }))
    const { stdout } = await run(['check', '--config', config])
    expect(stdout).toContain('"level":"WARN"')
    expect(stdout).toContain('page_sise (did you mean page_size?)')
  })

  test('read of a stream that does not exist: an error on the protocol, non-zero', async () => {
    const config = jsonFile(folder, 'read.json', studioConfig(sandbox.url))
    const catalog = jsonFile(folder, 'read-catalog.json', {
      streams: [
        {
          stream: { name: 'sails', json_schema: {}, supported_sync_modes: ['full_refresh'] },
          sync_mode: 'full_refresh',
          destination_sync_mode: 'append',
        },
      ],
    })
    const { exitCode, stdout } = await run(['read', '--config', config, '--catalog', catalog])
    expect(exitCode).toBeGreaterThan(0)
    const errors = linesOf(stdout).filter((line) => line['trace']?.['type'] === 'ERROR')
    expect(JSON.stringify(errors)).toContain('sails')
  })
})

describe('--json prints one object', () => {
  const objectOf = async (args: readonly string[]) => {
    const { exitCode, stdout } = await run([...args, '--json'])
    const lines = linesOf(stdout)
    expect(lines).toHaveLength(1)
    const [object] = lines
    expect(Object.keys(object ?? {}).every((key) => /^[a-z][a-z0-9_]*$/.test(key))).toBe(true)
    expect(object).toMatchObject({ ok: exitCode === 0, exit_code: exitCode })
    return object ?? {}
  }

  test('on success', async () => {
    expect(await objectOf(['contracts'])).toMatchObject({ verb: 'contracts', written: [] })
  })

  test('on failure, with code, message and remedy', async () => {
    expect(await objectOf(['status', '--home', join(folder, 'nowhere')])).toEqual({
      verb: 'status',
      ok: false,
      exit_code: 3,
      error: {
        code: 'HOME_UNUSABLE',
        message: expect.stringContaining('is no home yet'),
        remedy: expect.any(String),
      },
    })
    expect(await objectOf(['snyc'])).toMatchObject({ exit_code: 2, error: { code: 'USAGE' } })
    expect(await objectOf(['sync', '--config', join(folder, 'nowhere.json')])).toMatchObject({
      verb: 'sync',
      exit_code: 3,
      error: { code: 'CONFIG_UNREADABLE' },
    })
  })

  test('sync: rows and calls per stream and site, calls in all, what is left of the budget', async () => {
    const config = jsonFile(folder, 'sync.json', studioConfig(sandbox.url, { daily_call_budget: 1_000 }))
    const object = await objectOf([
      'sync',
      '--config',
      config,
      '--home',
      join(folder, 'home'),
      '--streams',
      'sites,programs',
    ])
    expect(object).toMatchObject({ verb: 'sync', ok: true, exit_code: 0 })
    expect(object['streams']).toHaveLength(4)
    for (const row of object['streams'] as unknown as Record<string, unknown>[]) {
      expect(row).toMatchObject({
        stream: expect.stringMatching(/^(sites|programs)$/) as unknown,
        site_id: expect.toBeOneOf([10_001, 10_002]) as unknown,
        rows: expect.any(Number) as unknown,
        calls: expect.any(Number) as unknown,
        seconds: expect.any(Number) as unknown,
        status: 'complete',
      })
    }
    expect(object['calls_used']).toBeGreaterThan(0)
    // The first call is made before Mindbody's clock is known, so another day may pay for it.
    const left = 2_000 - Number(object['calls_used'])
    expect([left, left + 1]).toContain(object['budget_left'])
    expect(await objectOf(['status', '--home', join(folder, 'home')])).toMatchObject({
      verb: 'status',
      ok: true,
    })
  })
})
