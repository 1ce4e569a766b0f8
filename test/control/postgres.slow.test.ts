// What the control database does, on a real Postgres server.
import { afterAll, beforeAll, describe } from 'vitest'
import { inboxSuite } from './inbox-suite.ts'
import { leasesSuite } from './leases-suite.ts'
import { ledgerSuite } from './ledger-suite.ts'
import { recordsSuite } from './records-suite.ts'
import { startPostgres } from './postgres-server.mjs'
import type { PostgresServer } from './postgres-server.mjs'
import { signOffsSuite } from './sign-offs-suite.ts'
import { postgresControl } from './temp.ts'
import { usageSuite } from './usage-suite.ts'
import { webhooksSuite } from './webhooks-suite.ts'

let server: PostgresServer
beforeAll(async () => {
  server = await startPostgres({ isDurable: false })
})
afterAll(() => server.stop())

describe.each([
  ['ledger', ledgerSuite],
  ['leases', leasesSuite],
  ['usage', usageSuite],
  ['sign-offs', signOffsSuite],
  ['inbox', inboxSuite],
  ['records', recordsSuite],
  ['webhooks', webhooksSuite],
])('%s', (_name, suite) => suite(() => postgresControl(server)))
