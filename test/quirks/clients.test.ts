// Quirks of clients and of what they hold.
import { expect } from 'vitest'
import { stringifyJson } from '../../src/core/json.ts'
import { openStudio, quirk, valuesOf } from './quirk.ts'

openStudio()

quirk('twenty-client-ids', async ({ read, ask, truth }) => {
  const ids = truth('clients')
    .slice(0, 21)
    .map(({ Id }) => `request.clientIds=${String(Id)}`)
  expect((await ask(`/client/clientservices?${ids.join('&')}`)).status).toBe(400)
  expect((await ask(`/client/clientservices?${ids.slice(1).join('&')}`)).status).toBe(200)
  const { lost, calls } = await read(['client_services'])
  expect(lost).toEqual([])
  const sizes = calls
    .filter(({ path }) => path === '/client/clientservices')
    .map(({ query }) => query.getAll('request.clientIds').length)
  expect(Math.max(...sizes)).toBe(20)
})

quirk('odd-client-profile', async ({ read, truth }) => {
  const { lost, recordsOf, calls } = await read(['clients'])
  expect(lost).toEqual([])
  const others = truth('clients').filter(({ UniqueId }) => !String(UniqueId).endsWith('00007'))
  expect(others).toHaveLength(truth('clients').length - 1)
  expect(valuesOf(recordsOf('clients'), 'UniqueId')).toEqual(valuesOf(others, 'UniqueId'))
  expect(calls.length).toBeLessThan(60)
})

quirk('related-clients-together', async ({ read, ask, truth }) => {
  const related = truth('clients').find(
    ({ ClientRelationships }) => stringifyJson(ClientRelationships) !== '[]',
  )
  const [other] = (related?.ClientRelationships ?? []) as readonly { RelatedClientId: string }[]
  const together = await ask(
    `/client/clients?request.clientIDs=${String(related?.Id)}&request.clientIDs=${other?.RelatedClientId}&request.includeInactive=true`,
  )
  const [first] = together.body.Clients as readonly { ClientRelationships: unknown }[]
  expect(first?.ClientRelationships).toEqual([])
  const { recordsOf, calls } = await read(['clients'])
  const asked = calls.filter(({ path }) => path === '/client/clients')
  expect(asked.flatMap(({ query }) => [...query.keys()].filter((name) => /ids$/i.test(name)))).toEqual([])
  const relations = (rows: readonly object[]): unknown[] =>
    rows
      .map((row) => (row as { ClientRelationships: unknown }).ClientRelationships)
      .filter((list) => stringifyJson(list) !== '[]')
  expect(relations(recordsOf('clients'))).toHaveLength(relations(truth('clients')).length)
})

quirk('clients-created-twice', async ({ read, truth }) => {
  const nameOf = (row: Readonly<Record<string, unknown>>): string =>
    `${String(row.FirstName)} ${String(row.LastName)}`
  const names = truth('clients').map(nameOf)
  expect(new Set(names).size).toBeLessThan(names.length)
  const { recordsOf } = await read(['clients'])
  expect(recordsOf('clients').map(nameOf).toSorted()).toEqual(names.toSorted())
})

quirk('home-location-incomplete', async ({ read, truth }) => {
  const { lost, recordsOf } = await read(['clients'])
  expect(lost).toEqual([])
  expect(recordsOf('clients')).toHaveLength(truth('clients').length)
  const homes = new Set(recordsOf('clients').map(({ HomeLocation }) => JSON.stringify(HomeLocation)))
  expect(homes).toEqual(new Set(['null', '{"Id":1}', '{"Id":0}']))
})

quirk('fields-propagate-in-region', async ({ sandbox, read }) => {
  sandbox.setQuirks([])
  const calm = await read(['clients'])
  sandbox.setQuirks(['fields-propagate-in-region'])
  const next = await read(['clients'], { state: calm.state })
  expect(next.recordsOf('clients').length).toBeLessThan(calm.recordsOf('clients').length)
  expect(valuesOf(next.recordsOf('clients'), 'FirstName')).toContain('Regina')
})

quirk('client-services-of-others', async ({ read, truth }) => {
  const { recordsOf, calls } = await read(['client_services'])
  expect(valuesOf(recordsOf('client_services'), 'Id')).toEqual(valuesOf(truth('client_services'), 'Id'))
  const sent = calls.filter(({ path }) => path === '/client/clientservices')
  const names = new Set(sent.flatMap(({ query }) => [...query.keys()]))
  expect([...names].filter((name) => /program|location|cross/i.test(name))).toEqual([])
})

quirk('top-membership-only', async ({ read, mend, truth }) => {
  const memberships = (rows: readonly object[]): number =>
    rows.flatMap((row) => (row as { Memberships: readonly object[] }).Memberships).length
  const cut = await read(['client_memberships'])
  for (const { Memberships } of cut.recordsOf('client_memberships')) {
    expect((Memberships as readonly object[]).length).toBeLessThanOrEqual(1)
  }
  mend()
  const whole = await read(['client_memberships'])
  expect(memberships(whole.recordsOf('client_memberships'))).toBe(memberships(truth('client_memberships')))
})

quirk('client-indexes-error', async ({ read }) => {
  const { lost, recordsOf, statusesOf } = await read(['client_indexes', 'genders'])
  expect(lost).toMatchObject([{ stream: 'client_indexes', problem: { code: 'MINDBODY_UNAVAILABLE' } }])
  expect(statusesOf('client_indexes').at(-1)).toBe('INCOMPLETE')
  expect(recordsOf('genders').length).toBeGreaterThan(0)
})
