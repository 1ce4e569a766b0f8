// A simulated studio and what listens to it: homes, one configuration for all of them, and the compiled verbs.
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startSandbox } from '../../src/sandbox/sandbox.ts'
import type { Sandbox, SandboxOptions } from '../../src/sandbox/sandbox.ts'
import { ensureBuilt, jsonFile, run, studioConfig } from '../commands/cli.ts'
import { signed } from './sender.ts'
import type { Message } from './sender.ts'
import { startReceiver } from './receiver.ts'
import type { Receiver } from './receiver.ts'

/** Path of the subscription that the configuration names. */
const path = '/hooks/mindbody'

export interface ListeningStudioOptions {
  readonly sandbox?: SandboxOptions
  /** Streams that syncs read; without it the usual ones. */
  readonly streams?: readonly string[]
  readonly config?: object
}

export interface ListeningStudio {
  readonly sandbox: Sandbox
  /** A folder of its own, not made yet. */
  home(name: string): string
  copyHome(from: string, name: string): Promise<string>
  /** Runs a verb on a home to its end; anything but the exit code expected is thrown with all it said. */
  verb(home: string, words: string, exitCode?: number): Promise<Record<string, unknown>>
  sync(home: string, exitCode?: number): Promise<Record<string, unknown>>
  receiver(home: string): Promise<Receiver>
  close(): Promise<void>
}

/** With subscriptions as the verbs make them. */
export const openListeningStudio = (options: ListeningStudioOptions = {}): Promise<ListeningStudio> =>
  openStudio(options, () => ({}))

/** Messages for a subscription that is told by hand: nothing goes out by itself. */
export interface ByHand extends ListeningStudio {
  /** What has happened since the last time. */
  news(): readonly Message[]
  /** Address of the subscription at a receiver. */
  address(receiver: Receiver): string
  sign(id: string, body: string): Message
}

/** With a subscription made elsewhere, whose key is in the configuration. */
export const openStudioByHand = async (options: ListeningStudioOptions = {}): Promise<ByHand> => {
  let key = ''
  const studio = await openStudio(options, (sandbox) => {
    key = sandbox.push.subscribe({ webhookUrl: `https://studio.example${path}` }).messageSignatureKey
    return { signature_keys: [key] }
  })
  let told = 0
  return {
    ...studio,
    news: () => {
      const { pending } = studio.sandbox.push
      const news = pending.slice(told)
      told = pending.length
      return news.map(({ messageId, body }) => signed(messageId, body, key))
    },
    address: ({ origin }) => `${origin}${path}`,
    sign: (id, body) => signed(id, body, key),
  }
}

const openStudio = async (
  options: ListeningStudioOptions,
  webhooksOf: (sandbox: Sandbox) => object,
): Promise<ListeningStudio> => {
  ensureBuilt()
  const folder = await mkdtemp(join(tmpdir(), 'webhooks-'))
  const sandbox = await startSandbox(options.sandbox)
  const webhooks = { path, push_url: sandbox.push.url, ...webhooksOf(sandbox) }
  const config = jsonFile(folder, 'config.json', studioConfig(sandbox.url, { webhooks, ...options.config }))
  const verb: ListeningStudio['verb'] = async (home, words, exitCode = 0) => {
    const ended = await run([...words.split(' '), '--config', config, '--home', home, '--json'])
    if (ended.exitCode !== exitCode)
      throw new Error(`${words} ended with ${ended.exitCode}: ${ended.stdout}${ended.stderr}`)
    return JSON.parse(ended.stdout) as Record<string, unknown>
  }
  const only = options.streams === undefined ? '' : ` --streams ${options.streams.join(',')}`
  return {
    sandbox,
    home: (name) => join(folder, name),
    copyHome: async (from, name) => {
      await cp(from, join(folder, name), { recursive: true })
      return join(folder, name)
    },
    verb,
    sync: (home, exitCode) => verb(home, `sync${only}`, exitCode),
    receiver: (home) => startReceiver({ config, home, path }),
    close: async () => {
      await sandbox.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
