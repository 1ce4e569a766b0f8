// What a platform should do about a failure: ask its user, try again later, or report a bug.
import type { Problem, ProblemCode } from '../core/errors.ts'
import type { AirbyteErrorTraceMessage } from './airbyte/protocol-types.ts'

type FailureType = NonNullable<AirbyteErrorTraceMessage['failure_type']>

/** What is not listed is our bug. */
const failureTypes: Partial<Record<ProblemCode, FailureType>> = {
  CONFIG_INVALID: 'config_error',
  CONFIG_UNREADABLE: 'config_error',
  CATALOG_INVALID: 'config_error',
  STATE_INVALID: 'config_error',
  CREDENTIALS_REFUSED: 'config_error',
  SITE_NOT_ACTIVATED: 'config_error',
  PERMISSION_MISSING: 'config_error',
  HOME_UNUSABLE: 'config_error',
  BUDGET_SPENT: 'transient_error',
  MINDBODY_UNAVAILABLE: 'transient_error',
  ANSWER_BROKEN: 'transient_error',
  HOME_LOCKED: 'transient_error',
}

export const failureTypeOf = ({ code }: Problem): FailureType => failureTypes[code] ?? 'system_error'
