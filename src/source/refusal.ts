// What a refused call means to the user.
import { Problem } from '../core/errors.ts'
import { unexplained } from './answer.ts'
import type { ApiError } from './answer.ts'

export interface Asked {
  readonly siteId: number
  readonly path: string
  /** A staff token was sent. */
  readonly withToken: boolean
}

/** Turns an API error into a Problem; the ApiError travels as its cause. */
export const refusalOf = (error: ApiError, asked: Asked): Problem => {
  const said = `Mindbody said: ${error.message} (${error.status} ${error.code}).`
  // The code of a 403 is not documented, so the status speaks first.
  if (error.status === 401 || (error.status !== 403 && error.code === 'DeniedAccess')) {
    const what = whoWasRefused(asked)
    return new Problem('CREDENTIALS_REFUSED', { what, why: said }, { cause: error })
  }
  if (error.status === 403) {
    const code = isOfSite(error, asked) ? 'SITE_NOT_ACTIVATED' : 'PERMISSION_MISSING'
    const what =
      code === 'SITE_NOT_ACTIVATED'
        ? `The API key has no access to site ${asked.siteId}.`
        : `${asked.withToken ? 'The staff user' : 'The API key alone'} may not read ${asked.path} of site ${asked.siteId}.`
    return new Problem(code, { what, why: said }, { cause: error })
  }
  if (error.status === 404 && error.code === unexplained) {
    return new Problem(
      'INTERNAL',
      {
        what: `There is nothing at ${asked.path} (site ${asked.siteId}), and it was not Mindbody that said so.`,
        remedy:
          'Check base_url in the configuration. If it is right, this is our bug: please report it with the log.',
      },
      { cause: error },
    )
  }
  return new Problem(
    'INTERNAL',
    { what: `Mindbody did not accept our request ${asked.path} for site ${asked.siteId}.`, why: said },
    { cause: error },
  )
}

/** What anybody may ask of a site. */
const open: ReadonlySet<string> = new Set(['/usertoken/issue', '/usertoken/renew', '/site/sites'])

/**
 * A refusal of what needs no permission is one of the whole site. Elsewhere only the text can tell, and texts change: where it
 * does not say so, the permission is what the user is sent to look at.
 */
const isOfSite = ({ message }: ApiError, { path }: Asked): boolean =>
  open.has(path) || /access to site/i.test(message)

const whoWasRefused = ({ siteId, path, withToken }: Asked): string => {
  if (path.startsWith('/usertoken/')) {
    return `Mindbody refused the API key, or the staff user's name and password, for site ${siteId}.`
  }
  return withToken
    ? `Mindbody refused the staff user's token for site ${siteId} at ${path}.`
    : `Mindbody refused the API key, or ${path} needs a staff user, for site ${siteId}.`
}

/** True when the refusal says that the parent asked for is gone (404, or 400 with a NotFound code). */
export const isParentGone = (error: unknown): boolean => {
  if (!(error instanceof Problem)) return false
  const { status, code } = (error.cause ?? {}) as Partial<ApiError>
  // A bare 404 is a wrong address or a gateway: every parent would look gone, and be noted as read.
  return (status === 404 && code !== unexplained) || (status === 400 && code?.endsWith('NotFound') === true)
}

/** A call that is not made: without a staff token its answer would lie. */
export const needsStaff = ({ path, siteId }: Pick<Asked, 'path' | 'siteId'>): Problem =>
  new Problem('PERMISSION_MISSING', {
    what: `${path} of site ${siteId} can only be read with a staff user.`,
    why: 'With the API key alone Mindbody answers with nothing, which would look like an empty studio.',
    remedy: 'Configure credentials of type staff_user, or leave the stream out.',
  })
