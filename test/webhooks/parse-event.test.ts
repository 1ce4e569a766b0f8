// Bodies of any kind: an event, or a reason; nothing that can be sent is thrown back at the drain.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseEvent } from '../../src/webhooks/parse-event.ts'
import type { Parsed, WebhookEvent } from '../../src/webhooks/parse-event.ts'
import { largeId } from './event-records.ts'
import { sampleBody, sampleIds, sampleText } from './event-samples.ts'

const sites = new Set([10001])
const parse = (text: string): Parsed => parseEvent(Buffer.from(text), sites)
const eventOf = (text: string): WebhookEvent => {
  const parsed = parse(text)
  if (parsed.kind === 'dead') throw new Error(parsed.detail)
  return parsed.event
}

test('every documented event is read, with its entity', () => {
  const keys = sampleIds.map((id) => {
    const { entityKey, type } = eventOf(sampleText(id))
    return `${type?.entity} ${entityKey}`
  })
  expect(keys).toContain(`client ${largeId}`)
  expect(keys).toContain(`clientProfileMerger ${largeId}/100000012`)
  expect(keys).toContain('site 10001')
  expect(keys).toContain('clientMembershipAssignment 100000009/12')
})

describe('the envelope', () => {
  const bare = { messageId: 'm', eventId: 'site.updated', eventData: { siteId: 10001 } }

  test('tells its time under either name', () => {
    const at = '2026-06-29T10:02:55Z'
    for (const name of ['eventInstanceOriginationDateTime', 'eventInstanceOriginationDate']) {
      expect(eventOf(JSON.stringify({ ...bare, [name]: at })).originatedAt).toBe(at)
    }
    expect(eventOf(JSON.stringify(bare)).originatedAt).toBeUndefined()
  })

  test('keeps what nobody has described, and any version', () => {
    const event = eventOf('{"eventSchemaVersion":1.0,"extra":{"deep":[1]},' + JSON.stringify(bare).slice(1))
    expect(event).toMatchObject({ schemaVersion: '1', envelope: { extra: { deep: [1] } } })
    expect(eventOf(JSON.stringify({ ...bare, eventSchemaVersion: 1.5 })).schemaVersion).toBe('1.5')
  })
})

test('ids keep 64 bits, and card fields are dropped wherever they stand', () => {
  const { data } = eventOf(sampleText('client.created', { data: { nested: [{ CreditCardLastFour: '1' }] } }))
  expect(data).toMatchObject({ clientUniqueId: largeId, nested: [{}] })
  expect(Object.keys(data).filter((name) => /LastFour|ExpDate/.test(name))).toEqual([])
})

test('one fact has one id, whatever message, order of members or card it came with', () => {
  const first = eventOf(sampleText('clientSale.created', { messageId: 'one' }))
  const { data } = first
  const turned = { messageId: 'two', data: Object.fromEntries(Object.entries(data).toReversed()) }
  expect(eventOf(sampleText('clientSale.created', turned)).factId).toBe(first.factId)
  const later = { originatedAt: '2026-06-29T10:02:56Z' }
  expect(eventOf(sampleText('clientSale.created', later)).factId).not.toBe(first.factId)
})

test.each([
  ['a site spelt as no number', { siteId: '0x2711' }, 'bad_data'],
  ['a site in words', { siteId: 'ours' }, 'bad_data'],
  ['an id that is an object', { classId: {} }, 'bad_data'],
  ['an id that would end a text', { classId: 'a\u0000b' }, 'bad_data'],
  ['an id without end', { classId: '1'.repeat(300) }, 'bad_data'],
])('%s is a dead letter', (_, data, reason) => {
  expect(parse(sampleText('class.updated', { data }))).toMatchObject({ kind: 'dead', reason })
})

test('a site beyond 32 bits, which the inbox has no column for, is named in words alone', () => {
  const dead = parse(sampleText('class.updated', { data: { siteId: 9_999_999_999 } }))
  expect(dead).toMatchObject({ reason: 'unknown_site', detail: 'Site 9999999999 is not in site_ids.' })
  expect(dead).not.toHaveProperty('siteId')
})

test('a reason tells nothing of the body but ids', () => {
  const broken = sampleText('client.updated').slice(0, -1)
  expect(parse(broken)).toEqual({ kind: 'dead', reason: 'unparseable', detail: 'The body is no JSON.' })
})

test('any bytes, any JSON and any damage to an event give an event or a reason', () => {
  const damaged = fc
    .tuple(fc.constantFrom(...sampleIds), fc.nat(), fc.uint8Array({ maxLength: 8 }))
    .map(([id, place, bytes]) => {
      const body = Uint8Array.from(sampleBody(id))
      body.set(bytes, place % (body.length - 8))
      return body
    })
  const anyJson = fc.json().map((text) => Uint8Array.from(Buffer.from(text)))
  const anyData = fc
    .tuple(fc.constantFrom(...sampleIds), fc.dictionary(fc.string(), fc.jsonValue()))
    .map(([id, data]) => Uint8Array.from(sampleBody(id, { data })))
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array(), anyJson, damaged, anyData), (body) => {
      expect(['event', 'dead']).toContain(parseEvent(body, sites).kind)
    }),
    { numRuns: 200 },
  )
})
