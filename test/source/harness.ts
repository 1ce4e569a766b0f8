// A client for tests: control database in memory, no waiting between tries, log silent.
import { openControl } from '../../src/control/database.ts'
import type { Control } from '../../src/control/database.ts'
import { createLedger } from '../../src/control/ledger.ts'
import type { LedgerOptions } from '../../src/control/ledger.ts'
import { createTokenStore } from '../../src/control/tokens.ts'
import { silentLog } from '../../src/core/log.ts'
import { Client } from '../../src/source/client.ts'
import type { ClientOptions } from '../../src/source/client.ts'

export interface TestClient {
  readonly client: Client
  readonly control: Control
  /** What the client slept between tries, in ms. */
  readonly sleeps: readonly number[]
  close(): Promise<void>
}

export const owner = { username: 'owner', password: 'demo-password' }

export const testClient = async (
  baseUrl: string,
  options: Partial<ClientOptions> & Partial<LedgerOptions> = {},
): Promise<TestClient> => {
  const control = await openControl(':memory:')
  const sleeps: number[] = []
  const client = new Client({
    baseUrl,
    apiKey: 'demo-key',
    staffUser: owner,
    ledger: createLedger(control, { runId: 'test', ...options }),
    tokens: createTokenStore(control),
    maxConcurrency: 4,
    requestsPerSecond: 100_000,
    log: silentLog(),
    random: () => 1,
    sleep: (ms) => {
      sleeps.push(ms)
      return Promise.resolve()
    },
    ...options,
  })
  return {
    client,
    control,
    sleeps,
    close: async () => {
      await client.close()
      await control.close()
    },
  }
}
