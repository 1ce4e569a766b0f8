// What a fault makes of an answer.
import { refusal, type Answer } from './answers.ts'
import type { Fault } from './faults.ts'

/** Empties the list of an answer, as on the day everything came back empty. */
const emptied = (answer: Answer): Answer => ({
  ...answer,
  rows: 0,
  body: answer.body
    .replace(/"PageSize":\d+,"TotalResults":\d+/, '"PageSize":0,"TotalResults":0')
    .replace(/^(\{(?:"PaginationResponse":\{[^}]*\},)?"\w+":)\[.*\]\}$/s, '$1[]}')
    .replace(/"Visits":\[.*?\](?=,"Clients")/s, '"Visits":[]'),
})

/** The answer as it leaves a server with a fault; `undefined` = the connection is cut. */
export const struck = (
  answer: Answer,
  fault: Fault | undefined,
  siteId: string | undefined,
): Answer | undefined => {
  switch (fault?.name) {
    case 'rate_limited':
      return refusal(429, 'TooManyRequests', 'Too many requests.')
    case 'server_error':
      return { status: 500, rows: 0, body: '<html><body><h1>Server Error</h1></body></html>' }
    case 'unavailable':
      return refusal(503, 'SQLDBMaintenance', 'The database is being maintained.')
    case 'token_expired':
      return refusal(401, 'DeniedAccess', 'Access denied')
    case 'not_activated':
      return refusal(403, 'DeniedAccess', `You do not have access to siteId ${siteId ?? ''}`)
    case 'error_with_200':
      return { ...refusal(200, 'InternalError', 'An unexpected error occurred.') }
    case 'truncated':
      return { ...answer, body: answer.body.slice(0, Math.ceil(answer.body.length * 0.6)) }
    case 'empty_lists':
      return emptied(answer)
    case 'reset':
      return undefined
    case 'slow':
    case undefined:
      return answer
  }
}
