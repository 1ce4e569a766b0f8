// The built command line, verb by verb: help with an example, usage told, check answering whatever is wrong.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startSandbox } from '../../src/sandbox/sandbox.ts'
import type { Sandbox } from '../../src/sandbox/sandbox.ts'
import { ensureBuilt, jsonFile, run, studioConfig } from './cli.ts'

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
  'reconcile run',
  'report',
  'status',
  'doctor',
  'sandbox',
  'demo',
  'contracts',
]

describe('help', () => {
  test.concurrent.each(verbs)('%s --help has an example', async (verb) => {
    const { exitCode, stdout } = await run([...verb.split(' '), '--help'])
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(new RegExp(`Examples:\\n\\s+mindbody-elt ${verb}`))
  })
})

describe('usage', () => {
  test.concurrent.each([
    ['no verb', [], 'Name a verb'],
    ['a misspelt verb', ['snyc'], 'Did you mean sync?'],
    ['an option that does not exist', ['status', '--hoem', 'x'], 'hoem'],
    ['a needed option left out', ['check'], 'config'],
    ['a stream that does not exist', ['sync', '--streams', 'sails'], 'There is no stream "sails"'],
    [
      'a day that does not exist',
      [
        'reconcile',
        'run',
        '--report',
        'sales',
        '--file',
        'x',
        '--site',
        '1',
        '--from',
        '2026-02-30',
        '--to',
        '2026-03-01',
      ],
      '--from 2026-02-30 is no day',
    ],
    [
      'a report that does not exist',
      ['reconcile', 'run', '--report', 'sails', '--file', 'x', '--site', '1', '--from', 'a', '--to', 'b'],
      'report',
    ],
  ])('%s: 2, told on stderr without a stack', async (_name, args, words) => {
    const { exitCode, stdout, stderr } = await run(args)
    expect(exitCode).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toContain('USAGE: ')
    expect(stderr).toContain(words)
    expect(stderr).not.toMatch(/^\s+at /m)
  })
})

describe('check', () => {
  test.each([
    ['a wrong key', { api_key: 'wrong-canary' }, 'FAILED', 'API key'],
    ['a wrong site', { site_ids: [424_242] }, 'FAILED', '424242'],
    ['a malformed configuration', { site_ids: 'wrong-canary' }, 'FAILED', 'site_ids'],
    ['no server at all', { base_url: 'http://127.0.0.1:9/public/v6' }, 'FAILED', 'tries'],
  ])('with %s: exit 0 and one answer', async (_name, changes, status, words) => {
    const config = jsonFile(folder, 'check.json', studioConfig(sandbox.url, changes))
    const { exitCode, stdout, stderr } = await run(['check', '--config', config])
    expect(exitCode).toBe(0)
    const answers = stdout.split('\n').filter((line) => line.includes('"CONNECTION_STATUS"'))
    expect(answers).toHaveLength(1)
    expect(answers[0]).toContain(`"status":"${status}"`)
    expect(answers[0]).toContain(words)
    expect(stdout + stderr).not.toContain('canary')
  })
})
