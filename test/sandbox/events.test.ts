// Every event's data, field by field as the documentation has it.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventIds } from '../../src/sandbox/events-list.ts'
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts'
import { documentedFields } from './event-fields.ts'

type Row = Readonly<Record<string, unknown>>

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox({ days: -250 })
  sandbox.push.subscribe({ webhookUrl: 'http://127.0.0.1:9/nobody' })
})
afterAll(() => sandbox.close())

const told = (siteId: number, eventId: string, given: Row = {}): Row => {
  sandbox.push.tell(siteId, eventId, given)
  return JSON.parse(sandbox.push.pending.at(-1)?.body ?? '{}') as Row
}

const isText = (pattern: RegExp) => (value: unknown) => typeof value === 'string' && pattern.test(value)

const kinds: Readonly<Record<string, (value: unknown) => boolean>> = {
  int: Number.isInteger,
  num: (value) => typeof value === 'number',
  flag: (value) => typeof value === 'boolean',
  text: (value) => typeof value === 'string',
  utc: isText(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
  day: isText(/^\d{4}-\d\d-\d\dT00:00:00Z$/),
  local: isText(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/),
  localDay: isText(/^\d{4}-\d\d-\d\d$/),
  clock: isText(/^\d\d:\d\d:\d\d$/),
  ints: (value) => Array.isArray(value) && value.every(Number.isInteger),
  texts: (value) => Array.isArray(value) && value.every((item) => typeof item === 'string'),
  rows: (value) => Array.isArray(value) && value.every((item) => typeof item === 'object' && item !== null),
}

/** Fields the documentation never says to be null and the simulated studios keep nothing in. */
const empty =
  /^(logoURL|description|phoneExtension|addressLine\d|city|state|postalCode|imageUrl|directDebitLastFour|creditCard\w+|notes|photoUrl|birthDateTime|firstAppointmentDateTime|assistant(One|Two)Name|contractEndDateTime|itemId|itemName|maxCapacity|webCapacity|items\.paymentReferenceId)$/

const fieldsOf = (eventId: string): ReadonlyMap<string, string> =>
  new Map(
    (documentedFields[eventId] ?? '')
      .trim()
      .split(/\s+/)
      .map((field) => field.split(':') as [string, string]),
  )

/** What is not as documented, in words; nothing when all is. */
const wrongIn = (eventId: string, data: Row): readonly string[] => {
  const fields = fieldsOf(eventId)
  const check = (row: Row, prefix: string): readonly string[] => [
    ...Object.keys(row)
      .filter((name) => !fields.has(prefix + name))
      .map((name) => `${prefix + name} is not documented`),
    ...[...fields].flatMap(([path, kind]) => {
      if (!path.startsWith(prefix)) return []
      const name = path.slice(prefix.length)
      if (name.includes('.')) return []
      const value = row[name]
      if (value === null) return kind.endsWith('?') || empty.test(path) ? [] : [`${path} is null`]
      if (kinds[kind.replace('?', '')]?.(value) !== true) return [`${path} is ${JSON.stringify(value)}`]
      return kind === 'rows' ? (value as readonly Row[]).flatMap((inner) => check(inner, `${path}.`)) : []
    }),
  ]
  return check(data, '')
}

test('the list is that of the documentation', () => {
  expect(eventIds).toHaveLength(36)
  expect(Object.keys(documentedFields)).toEqual([...eventIds])
})

test.each(eventIds)('%s', (eventId) => {
  for (const siteId of [10_001, 10_002]) {
    const { eventData, ...envelope } = told(siteId, eventId)
    expect(envelope).toEqual({
      messageId: expect.stringMatching(/^[A-Za-z0-9]{22}$/) as unknown,
      eventId,
      eventSchemaVersion: 1,
      eventInstanceOriginationDateTime: '2025-10-24T12:00:00Z',
    })
    expect(wrongIn(eventId, eventData as Row)).toEqual([])
    expect((eventData as Row)['siteId']).toBe(siteId)
  }
})

test('numbers beyond 2^53 are written out, days are no instants, and what is asked for is told', () => {
  const studio = sandbox.business.studios[0]
  const long = studio?.clients.find(({ uniqueId }) => typeof uniqueId === 'bigint')
  sandbox.push.tell(10_001, 'client.updated', { clientId: long?.id ?? '' })
  expect(sandbox.push.pending.at(-1)?.body).toContain('"clientUniqueId":9007199254740993,')
  const born = studio?.clients.find(({ birthDay }) => birthDay !== undefined)
  expect(told(10_001, 'client.created', { clientUniqueId: born?.uniqueId })['eventData']).toMatchObject({
    clientId: born?.id,
    birthDateTime: `${born?.birthDay ?? ''}T00:00:00Z`,
  })
  // Los Angeles is seven hours behind UTC in summer.
  const early = studio?.classes.find(({ startLocal }) => startLocal < '2025-10-01')
  expect(told(10_001, 'class.updated', { classId: early?.id })['eventData']).toMatchObject({
    startDateTime: new Date(`${early?.startLocal ?? ''}-07:00`).toISOString().replace('.000', ''),
  })
})

test('an event that nobody has described goes to every subscriber as it is given', () => {
  expect(told(10_002, 'clientArrival.created', { clientId: '7' })).toMatchObject({
    eventId: 'clientArrival.created',
    eventData: { siteId: 10_002, clientId: '7' },
  })
})
