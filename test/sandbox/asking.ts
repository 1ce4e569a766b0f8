// Asks the simulated API as a plain client would: one GET, or a whole list page by page.
import type { Sandbox } from '../../src/sandbox/sandbox.ts'

export type Body = Readonly<Record<string, unknown>>

export interface Reply {
  readonly status: number
  readonly body: unknown
}

/** Who asks, with what: a site, and a staff token or none. */
export interface Asker {
  get(path: string, query?: readonly (readonly [string, string])[]): Promise<Reply>
}

/** An asker with the owner's token of a site, or without any. */
export const askerOf = async (sandbox: Sandbox, siteId: number, staff = true): Promise<Asker> => {
  const headers: Record<string, string> = { 'API-Key': 'demo-key', SiteId: String(siteId) }
  if (staff) {
    const body = JSON.stringify({ Username: 'owner', Password: 'demo-password' })
    const issued = await fetch(`${sandbox.url}/usertoken/issue`, { method: 'POST', headers, body })
    const { AccessToken } = (await issued.json()) as { readonly AccessToken: string }
    headers['Authorization'] = `Bearer ${AccessToken}`
  }
  return {
    get: async (path, query = []) => {
      const search = new URLSearchParams()
      for (const [name, value] of query) search.append(name, value)
      const response = await fetch(`${sandbox.url}${path}?${search.toString()}`, { headers })
      return { status: response.status, body: (await response.json()) as unknown }
    },
  }
}

/** Value at a dotted path of an answer; an empty path is the answer itself. */
export const at = (body: unknown, path: string): unknown =>
  path === '' ? body : path.split('.').reduce((inner, name) => (inner as Body | undefined)?.[name], body)

/** All rows of a paged list, read 200 at a time until TotalResults are there. */
export const pageAll = async (
  asker: Asker,
  path: string,
  rows: string,
  query: readonly (readonly [string, string])[],
  prefix = 'request',
): Promise<readonly Body[]> => {
  const all: Body[] = []
  for (;;) {
    const paging = [
      [`${prefix}.limit`, '200'],
      [`${prefix}.offset`, String(all.length)],
    ] as const
    const { status, body } = await asker.get(path, [...query, ...paging])
    if (status !== 200) throw new Error(`${path} answered ${status}: ${JSON.stringify(body)}`)
    const head = at(body, 'PaginationResponse') as Body
    if (head['RequestedOffset'] !== all.length) throw new Error(`${path} does not echo the offset`)
    const page = at(body, rows) as readonly Body[]
    all.push(...page)
    if (page.length === 0 || all.length >= Number(head['TotalResults'])) return all
  }
}
