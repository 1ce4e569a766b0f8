// From a request to an answer: the base path, the key, the site, the token, the endpoint, in the order the API checks them.
import { denied, refusal, type Answer } from './answers.ts'
import type { Business } from './business.ts'
import { localDayOf } from './calendar.ts'
import { bindQuery } from './query.ts'
import { prefixes, routes } from './routes.ts'
import { shelfOf } from './shelf.ts'
import { accepted, type Tokens } from './tokens.ts'

export interface Incoming {
  readonly method: string
  readonly url: URL
  readonly apiKey: string | undefined
  readonly siteId: string | undefined
  readonly authorization: string | undefined
  readonly body: string
}

export const basePath = '/public/v6'

/** `Bearer <token>` and the bare token are both accepted (observed). */
const tokenOf = (authorization: string | undefined): string | undefined =>
  authorization === undefined || authorization === '' ? undefined : authorization.replace(/^bearer\s+/i, '')

/** Answers one request against the business at a simulated instant. */
export const respond = (business: Business, tokens: Tokens, now: number, incoming: Incoming): Answer => {
  const path = incoming.url.pathname.toLowerCase()
  if (!path.startsWith(`${basePath}/`)) return refusal(404, 'NotFound', 'No such resource.')
  const endpoint = path.slice(basePath.length)
  if (incoming.apiKey !== accepted.apiKey) return denied()
  const siteId = Number(incoming.siteId ?? Number.NaN)
  if (!Number.isInteger(siteId))
    return refusal(400, 'MissingRequiredFields', 'The SiteId header must be passed.')
  const shelf = shelfOf(business, siteId)
  if (shelf === undefined) {
    return refusal(403, 'DeniedAccess', `You do not have access to siteId ${incoming.siteId ?? ''}`)
  }
  const token = tokenOf(incoming.authorization)
  if (incoming.method === 'POST' && endpoint === '/usertoken/issue')
    return tokens.issue(siteId, incoming.body, now)
  if (incoming.method === 'POST' && endpoint === '/usertoken/renew') return tokens.renew(token, siteId, now)
  if (incoming.method === 'DELETE' && endpoint === '/usertoken/revoke') return tokens.revoke(token)
  const handler = routes.get(endpoint)
  if (handler === undefined) return refusal(404, 'NotFound', 'No such resource.')
  if (incoming.method !== 'GET')
    return refusal(405, 'MethodNotAllowed', 'The requested resource does not support it.')
  // A token that is sent must be good; none at all means the consumer's view.
  if (token !== undefined && !tokens.valid(token, siteId, now)) return denied()
  return handler({
    business,
    shelf,
    query: bindQuery(incoming.url.searchParams, prefixes.get(endpoint)),
    staff: token !== undefined,
    today: localDayOf(now, shelf.studio.plan.zone),
  })
}
