// The verbs besides the protocol's: all that work on a home, and need what `read` does not.
import { backfillVerb } from './backfill.ts'
import { closeVerbs } from './close-verbs.ts'
import { contractsVerb } from './contracts.ts'
import { demoVerb } from './demo.ts'
import { dlqVerbs } from './dlq-verbs.ts'
import { doctorVerb } from './doctor.ts'
import { financeVerbs } from './finance-verbs.ts'
import { journalVerbs } from './journal-verbs.ts'
import { glVerbs } from './gl-verbs.ts'
import { planVerb } from './plan.ts'
import { reconcileVerbs } from './reconcile-verbs.ts'
import { runsVerb } from './runs.ts'
import { sandboxVerb } from './sandbox.ts'
import { serveVerb } from './serve.ts'
import { stateVerbs } from './state-verbs.ts'
import { statusVerb } from './status.ts'
import { traceVerb } from './trace.ts'
import { usageVerb } from './usage.ts'
import { webhooksVerbs } from './webhooks-verbs.ts'
import { warehouseVerbs } from './warehouse-verbs.ts'

/** In the order of the help. */
export const warehouseSideVerbs = [
  warehouseVerbs,
  reconcileVerbs,
  financeVerbs,
  glVerbs,
  closeVerbs,
  journalVerbs,
  planVerb,
  backfillVerb,
  webhooksVerbs,
  stateVerbs,
  statusVerb,
  runsVerb,
  traceVerb,
  usageVerb,
  doctorVerb,
  serveVerb,
  dlqVerbs,
  sandboxVerb,
  demoVerb,
  contractsVerb,
]
