// A person at a real terminal (a pty made by `script`): yes, no, Ctrl-C and Ctrl-D at the question before spending.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startSandbox } from '../../src/sandbox/sandbox.ts'
import type { Sandbox } from '../../src/sandbox/sandbox.ts'
import { ensureBuilt, entry, jsonFile, studioConfig } from './cli.ts'

let folder: string
let sandbox: Sandbox
beforeAll(async () => {
  ensureBuilt()
  folder = await mkdtemp(join(tmpdir(), 'terminal-'))
  sandbox = await startSandbox()
})
afterAll(async () => {
  await sandbox.close()
  await rm(folder, { recursive: true, force: true })
})

/** util-linux's; the one of other systems takes its command differently. */
const ptyMaker = 'script'
const hasPty = spawnSync(ptyMaker, ['-qec', 'true', '/dev/null']).status === 0

const typed = async (keys: string): Promise<{ shown: string; exitCode: number | null }> => {
  const config = jsonFile(folder, 'config.json', studioConfig(sandbox.url))
  const home = join(folder, `home-${keys.charCodeAt(0)}`)
  const words = [process.execPath, entry, 'sync', '--config', config, '--home', home]
  const command = [...words, '--streams', 'sites,genders', '--ask-above', '1'].map((word) => `'${word}'`)
  const child = spawn(ptyMaker, ['-qec', command.join(' '), '/dev/null'])
  let shown = ''
  let isAsked = false
  child.stdout.on('data', (chunk: Buffer) => {
    shown += chunk.toString()
    if (isAsked || !shown.includes('[y/N]')) return
    isAsked = true
    child.stdin.write(keys)
  })
  const [exitCode] = (await once(child, 'close')) as [number | null]
  return { shown, exitCode }
}

test.skipIf(!hasPty).each([
  ['yes', 'y\n', 0, 'Loaded'],
  ['no', 'n\n', 0, 'Nothing was read.'],
  ['Ctrl-D', '\u0004', 0, 'Nothing was read.'],
  ['Ctrl-C', '\u0003', 130, 'STOPPED'],
])('%s', async (_name, keys, exitCode, words) => {
  const told = await typed(keys)
  expect(told.shown).toContain(words)
  expect(told.exitCode).toBe(exitCode)
})
