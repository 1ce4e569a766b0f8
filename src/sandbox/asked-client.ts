// Which clients a request means, and what the API says when it means none, nobody, or too many.
import { denied, refusal, type Answer } from './answers.ts'
import type { Handler, Request } from './handler.ts'
import type { Client } from './life.ts'

export const missing = (names: string): Answer =>
  refusal(400, 'MissingRequiredFields', `At least one of the following parameters must be passed: ${names}`)

/** Too many ids in one call (recorded for clients: 20). */
export const tooMany = (name: string, most: number): Answer =>
  refusal(400, 'InvalidParameter', `${name} should not be more than ${most}.`)

export const clientNotFound = (): Answer => refusal(404, 'ClientNotFound', 'The client was not found.')

/** The client named by `clientId`, else by `uniqueClientId`. */
const clientOf = ({ shelf, query }: Request): Client | undefined => {
  const [id, uniqueId] = [query.text('clientId'), query.text('uniqueClientId')]
  return shelf.studio.clients.find((client) =>
    id === undefined ? String(client.uniqueId) === uniqueId : client.id === id,
  )
}

/** An endpoint that answers staff about one client: 400 without one, not found for an unknown one. */
export const forClient =
  (answer: (request: Request, client: Client) => Answer): Handler =>
  (request) => {
    const { query, staff } = request
    if (!staff) return denied()
    if (query.text('clientId') === undefined && query.text('uniqueClientId') === undefined)
      return missing('ClientId, UniqueClientId')
    const client = clientOf(request)
    return client === undefined ? clientNotFound() : answer(request, client)
  }
