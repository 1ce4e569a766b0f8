// The same pages as `read` asked for, fetched and thrown away: the least that reading them can take.
import { readFile } from 'node:fs/promises'
import { Agent, request } from 'undici'

const { url, concurrency, pages } = JSON.parse(await readFile(process.argv[2], 'utf8'))
const dispatcher = new Agent({ connections: concurrency })
const ask = (path, options) => request(`${url}${path}`, { dispatcher, ...options })

const tokens = new Map()
for (const siteid of new Set(pages.map(({ siteId }) => String(siteId)))) {
  const { body } = await ask('/usertoken/issue', {
    method: 'POST',
    headers: { 'api-key': 'demo-key', siteid, 'content-type': 'application/json' },
    body: JSON.stringify({ Username: 'owner', Password: 'demo-password' }),
  })
  tokens.set(siteid, (await body.json()).AccessToken)
}

const queue = [...pages]
const fetchAll = async () => {
  for (let page = queue.shift(); page !== undefined; page = queue.shift()) {
    const siteid = String(page.siteId)
    const authorization = `Bearer ${tokens.get(siteid)}`
    const headers = { 'api-key': 'demo-key', siteid, authorization, 'accept-encoding': 'gzip' }
    const { statusCode, body } = await ask(`${page.path}?${page.query}`, { headers })
    if (statusCode !== 200) throw new Error(`status ${statusCode} for ${page.path}?${page.query}`)
    await body.arrayBuffer()
  }
}
await Promise.all(Array.from({ length: concurrency }, fetchAll))
await dispatcher.close()
