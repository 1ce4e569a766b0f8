// What a handler of an endpoint is given, and gives.
import type { Answer } from './answers.ts'
import type { Business } from './business.ts'
import type { Query } from './query.ts'
import type { Shelf } from './shelf.ts'

export interface Request {
  readonly business: Business
  readonly shelf: Shelf
  readonly query: Query
  /** True with a valid staff token; without one the API hides much and says nothing about it. */
  readonly staff: boolean
  /** The site's local day by the server's clock: the default of most date parameters. */
  readonly today: string
}

export type Handler = (request: Request) => Answer
