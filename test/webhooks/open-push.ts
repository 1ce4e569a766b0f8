// A push client against the test server: ledger in memory, no waiting between tries, log silent.
import { openControl } from '../../src/control/database.ts'
import type { Control } from '../../src/control/database.ts'
import { createLedger } from '../../src/control/ledger.ts'
import type { Problem } from '../../src/core/errors.ts'
import { silentLog } from '../../src/core/log.ts'
import { createPushClient } from '../../src/source/push-client.ts'
import type { PushClient } from '../../src/source/push-client.ts'
import { startPushServer } from './push-server.ts'
import type { PushServer } from './push-server.ts'

export const now = new Date('2026-06-30T12:00:00Z')

export interface PushTest {
  readonly server: PushServer
  readonly control: Control
  readonly push: PushClient
  /** What the client slept between tries, in ms. */
  readonly waits: number[]
  readonly secrets: string[]
  [Symbol.asyncDispose](): Promise<void>
}

/** Opens server, ledger and client; another address may be given to ask. */
export const openPush = async (baseUrl?: string, clock = (): Date => now): Promise<PushTest> => {
  const server = await startPushServer(clock)
  const control = await openControl(':memory:')
  const waits: number[] = []
  const secrets: string[] = []
  const push = createPushClient({
    baseUrl: baseUrl ?? server.url,
    apiKey: 'demo-key',
    ledger: createLedger(control, { runId: 'test', clock }),
    log: silentLog(),
    signal: new AbortController().signal,
    onSecret: (secret) => secrets.push(secret),
    clock,
    random: () => 1,
    sleep: (ms) => {
      waits.push(ms)
      return Promise.resolve()
    },
  })
  const close = async (): Promise<void> => {
    await push[Symbol.asyncDispose]()
    await server.close()
    await control.close()
  }
  return { server, control, push, waits, secrets, [Symbol.asyncDispose]: close }
}

export const draft = {
  eventIds: ['client.created'],
  referenceId: 'studio',
  webhookUrl: 'https://hooks.example.com/x',
}

/** What a piece of work was refused with. */
export const problemOf = async (work: Promise<unknown>): Promise<Problem> => {
  try {
    await work
  } catch (error) {
    return error as Problem
  }
  throw new Error('it was not refused')
}
