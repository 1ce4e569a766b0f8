// What the control database does, in a file.
import { describe } from 'vitest'
import { inboxSuite } from './inbox-suite.ts'
import { leasesSuite } from './leases-suite.ts'
import { ledgerSuite } from './ledger-suite.ts'
import { recordsSuite } from './records-suite.ts'
import { signOffsSuite } from './sign-offs-suite.ts'
import { tempControl } from './temp.ts'
import { usageSuite } from './usage-suite.ts'
import { webhooksSuite } from './webhooks-suite.ts'

describe.each([
  ['ledger', ledgerSuite],
  ['leases', leasesSuite],
  ['usage', usageSuite],
  ['sign-offs', signOffsSuite],
  ['inbox', inboxSuite],
  ['records', recordsSuite],
  ['webhooks', webhooksSuite],
])('%s', (_name, suite) => suite(tempControl))
