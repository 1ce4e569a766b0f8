// Quirks of what is told per client: each reading asks for every client.
import { expect } from 'vitest'
import { openStudio, quirk, valuesOf } from './quirk.ts'

openStudio()

quirk('system-contact-logs', async ({ read, ask, truth, mend }) => {
  const bySystem = truth('contact_logs')
  const clientId = String(bySystem[0]?.ClientId)
  const asked = `/client/contactlogs?request.clientId=${clientId}&request.startDate=2026-05-01&request.endDate=2026-07-01`
  const told = async (flag: boolean): Promise<number> =>
    ((await ask(`${asked}&request.showSystemGenerated=${flag}`)).body.ContactLogs as readonly object[]).length
  expect(await told(false)).toBe(await told(true))
  const odd = await read(['contact_logs'])
  mend()
  const calm = await read(['contact_logs'])
  expect(valuesOf(odd.recordsOf('contact_logs'), 'Id')).toEqual(
    valuesOf(calm.recordsOf('contact_logs'), 'Id'),
  )
  expect(
    odd.calls.find(({ path }) => path === '/client/contactlogs')?.query.get('request.showSystemGenerated'),
  ).toBe('true')
})

quirk('inactive-sites-left-out', async ({ read }) => {
  const { lost, recordsOf, calls } = await read(['cross_regional_client_associations'])
  expect(lost).toEqual([])
  const rows = recordsOf('cross_regional_client_associations')
  expect(
    rows.some(({ SiteIsActive, RecordSiteId }) => SiteIsActive === false && Number(RecordSiteId) === 10_999),
  ).toBe(true)
  const sent = calls.filter(({ path }) => path.endsWith('/crossregionalclientassociations'))
  expect(new Set(sent.map(({ query }) => query.get('request.excludeInactiveSites')))).toEqual(
    new Set(['false']),
  )
})
