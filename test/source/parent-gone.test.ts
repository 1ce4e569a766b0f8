// A parent that is gone is stepped over; a server that is not the right one is not taken for that.
import { afterEach, expect, test } from 'vitest'
import { readPages } from '../../src/source/pages.ts'
import type { Slice } from '../../src/source/slices.ts'
import { testClient } from './harness.ts'
import { apiError, json, startServer } from './http-server.ts'
import type { Handler } from './http-server.ts'
import { things } from './table-server.ts'

let closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers) await close()
  closers = []
})

const pagesOf = async (answer: Handler, parents: readonly string[]): Promise<number> => {
  const server = await startServer(answer)
  const { client, close } = await testClient(server.url, { staffUser: undefined })
  closers.push(close, () => server.close())
  const slice: Slice = { stream: things, siteId: 1, id: 'parents', query: [], parents, concludes: true }
  let pages = 0
  const signal = new AbortController().signal
  for await (const page of readPages(client, slice, { signal, pageSize: 100 })) pages += page.index + 1
  return pages
}

test.each([
  [404, 'ClientNotFound'],
  [400, 'ClientNotFound'],
  [404, 'InvalidParameter'],
])('%i %s of one parent gives no page', async (status, code) => {
  expect(await pagesOf((_, response) => apiError(response, status, code), ['7'])).toBe(0)
})

test('a 404 that is not Mindbody’s own fails: every parent would look gone', async () => {
  const pages = pagesOf((_, response) => json(response, '<html>not here</html>', 404), ['7'])
  await expect(pages).rejects.toMatchObject({ code: 'INTERNAL' })
})

test('of a batch it is not known who is gone, so it fails', async () => {
  const pages = pagesOf((_, response) => apiError(response, 404, 'ClientNotFound'), ['7', '8'])
  await expect(pages).rejects.toMatchObject({ code: 'INTERNAL' })
})
