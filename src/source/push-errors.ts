// What the webhook API refuses: found in a body, and turned into a Problem in words.
import { Problem } from '../core/errors.ts'
import { unexplained } from './answer.ts'
import { meanings } from './push-error-table.ts'
import type { Meaning } from './push-error-table.ts'
import { objectOf } from './unknown-json.ts'

/** The webhook API's own account of an error. */
export interface PushError {
  readonly status: number
  /** Eight digits; empty where none was given. */
  readonly code: string
  /** Branched on before the code: examples of one error print different codes. `unexplained` where the body is none of Mindbody's. */
  readonly type: string
  readonly message: string
}

/** The row of the table: by type, then by code; a refused key (401) and a refused account (403) also without either. */
const meaningOf = ({ status, code, type }: PushError): Pick<Meaning, 'problem' | 'what' | 'remedy'> => {
  const known =
    meanings.find(({ types }) => types.includes(type)) ?? meanings.find((row) => row.code === code)
  if (known !== undefined) return known
  if (status === 401)
    return {
      problem: 'CREDENTIALS_REFUSED',
      what: 'Mindbody refused the API key for webhooks.',
      remedy: 'Check api_key.',
    }
  if (status === 403)
    return {
      problem: 'PERMISSION_MISSING',
      what: 'Mindbody refused the API key a webhook call.',
      remedy: 'Ask Mindbody to allow webhooks for it.',
    }
  if (type === unexplained && (status === 404 || (status >= 300 && status < 400)))
    return {
      problem: 'CONFIG_INVALID',
      what: 'There is no webhook API at the configured address, and it was not Mindbody that said so.',
      remedy: 'Check webhooks.push_url in the configuration.',
    }
  return { problem: 'SUBSCRIPTION_REFUSED', what: 'Mindbody refused the webhook call.' }
}

/** Turns an error of the webhook API into a Problem; the PushError travels as its cause. */
export const pushProblem = (error: PushError, asked: string): Problem => {
  const { problem, what, remedy } = meaningOf(error)
  const names = [String(error.status), error.code, error.type].filter((part) => part !== '').join(' ')
  const why = `Mindbody said: ${error.message} (${names}, ${asked}).`
  return new Problem(problem, { what, why, ...(remedy === undefined ? {} : { remedy }) }, { cause: error })
}

/** True for the refusal of this type (or code, where the type is missing). */
export const isPushRefusal = (error: unknown, type: string): boolean => {
  if (!(error instanceof Problem)) return false
  const cause = objectOf(error.cause)
  const row = meanings.find(({ types }) => types.includes(type))
  return cause?.['type'] === type || (cause?.['type'] === '' && cause['code'] === row?.code)
}

/**
 * The first error in a body, whatever its status: `errors` with codes as text, or `errorInformation` with codes as numbers, which also
 * comes with status 200. Undefined for a good answer.
 */
export const pushErrorOf = (body: unknown, status: number): PushError | undefined => {
  const outer = objectOf(body)
  const list = outer?.['errors'] ?? outer?.['errorInformation']
  const first = Array.isArray(list) ? objectOf(list[0]) : undefined
  if (first !== undefined) {
    const code = String(first['errorCode'] ?? '')
    return {
      // The code holds the status it stands for: 14000014 is 1-400-0014.
      status: status >= 400 ? status : Number(/^1([45]\d\d)\d{4}$/.exec(code)?.[1] ?? 400),
      code,
      type: String(first['errorType'] ?? ''),
      message: String(first['errorMessage'] ?? 'no explanation'),
    }
  }
  if (status >= 200 && status < 300 && outer?.['isSuccess'] !== false) return undefined
  return { status, code: '', type: unexplained, message: 'no explanation' }
}
