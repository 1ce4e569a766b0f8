// Which failures end the whole run: those that whatever is read next would meet as well.
import type { Problem, ProblemCode } from '../core/errors.ts'

/** Failures that another stream would meet as well. */
const fatal: ReadonlySet<ProblemCode> = new Set([
  'DISK_FULL',
  'CREDENTIALS_REFUSED',
  'HOME_LOCKED',
  'HOME_UNUSABLE',
  'CONFIG_INVALID',
])

/** No way to the server at all: the other streams would only wait for the same. A server that answers badly is another matter. */
const unreachable: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

/** True for a failure that whatever is read next would meet as well. */
export const endsRun = ({ code, cause }: Problem): boolean =>
  fatal.has(code) ||
  (code === 'MINDBODY_UNAVAILABLE' && unreachable.has((cause as NodeJS.ErrnoException | undefined)?.code))
