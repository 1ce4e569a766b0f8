// The check itself: what it finds, and that the kept facts are those of Mindbody's document.
import { writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { streams } from '../../streams/index.ts'
import { faultsOf } from './check-requests.ts'
import { factsOfDocument } from './document-facts.ts'
import { givenFacts, keptFacts, keptFile } from './held-against.ts'

const kept = keptFacts()

/** Faults of one GET, without its operation. */
const faults = (path: string, query: string): readonly string[] =>
  faultsOf(kept, [{ method: 'GET', path, query }]).map(({ parameter, fault }) => `${parameter} ${fault}`)

describe('the check', () => {
  it('lets a right request pass, encoded or not', () => {
    expect(
      faults('/client/clientservices', 'request.clientIds=1&request.clientIds=2&request.limit=200'),
    ).toEqual([])
    expect(faults('/class/classes', 'request.startDateTime=2026-06-01T00%3A00%3A00')).toEqual([])
    expect(faultsOf(kept, [{ method: 'POST', path: '/usertoken/issue', query: '' }])).toEqual([])
  })

  it('finds a misspelt name, and one in another letter case', () => {
    expect(faults('/client/clients', 'request.activeOnly=true')).toEqual(['request.activeOnly is unknown'])
    expect(faults('/client/clients', 'request.clientIds=1')).toEqual([
      'request.clientIds is spelt request.clientIDs',
    ])
    expect(faults('/sale/sales', 'limit=200')).toEqual(['limit is unknown'])
    expect(faults('/class/courses', 'request.limit=200')).toEqual(['request.limit is unknown'])
    expect(faults('/site/genders', 'request.limit=200')).toEqual(['request.limit is unknown'])
  })

  it('finds a comma list, and a repeated name that takes one value', () => {
    expect(faults('/client/clientservices', 'request.clientIds=1%2C2')).toEqual([
      'request.clientIds is a comma list, which matches nothing: 1,2',
    ])
    expect(faults('/client/clientvisits', 'request.clientId=1&request.clientId=2')).toEqual([
      'request.clientId is repeated, but takes one value',
    ])
  })

  it.each(['2026-06-01', '2026-06-01T00:00:00Z', '2026-02-30T00:00:00', '06/01/2026', '2026-06-01T24:00:00'])(
    'finds a wrong date: %s',
    (date) => {
      expect(faults('/sale/sales', `request.startSaleDateTime=${date}`)).toEqual([
        `request.startSaleDateTime is no wall clock time yyyy-mm-ddThh:mm:ss: ${date}`,
      ])
    },
  )

  it('finds a wrong type, an unknown value, an empty one', () => {
    expect(faults('/sale/sales', 'request.limit=many')).toEqual([
      'request.limit is no whole number of 32 bits: many',
    ])
    expect(faults('/sale/sales', 'request.limit=2147483648')).toHaveLength(1)
    expect(faults('/sale/sales', 'request.saleId=9223372036854775807')).toEqual([])
    expect(faults('/sale/services', 'request.sellOnline=False')).toEqual([
      'request.sellOnline is neither true nor false: False',
    ])
    expect(faults('/site/programs', 'request.scheduleType=Classes')).toEqual([
      'request.scheduleType is none of All, Class, Enrollment, Appointment, Resource, Media, Arrival: Classes',
    ])
    expect(faults('/client/clientvisits', 'request.clientId=')).toEqual(['request.clientId is empty'])
  })

  it('finds what is missing, and an operation that does not exist', () => {
    expect(faults('/sale/contracts', '')).toEqual(['request.locationId is missing'])
    expect(faults('/sale/sale', '')).toEqual([' there is no such operation'])
    expect(faultsOf(kept, [{ method: 'POST', path: '/sale/sales', query: '' }])).toHaveLength(1)
  })

  it('reads an OpenAPI 3 document as well, and refuses what it cannot hold anything against', () => {
    const described = (schema: object) => ({
      paths: { '/public/v6/sale/sales': { get: { parameters: [{ name: 'a', in: 'query', schema }] } } },
    })
    expect(
      factsOfDocument(described({ type: 'array', items: { type: 'integer', format: 'int64' } })),
    ).toEqual({
      'GET /sale/sales': { a: { type: 'int64', many: true } },
    })
    expect(() => factsOfDocument(described({ type: 'object' }))).toThrow('does not know')
    expect(() => factsOfDocument({ openapi: '3.0.0' })).toThrow()
  })
})

describe('the kept facts', () => {
  const tokens = ['POST /usertoken/issue', 'POST /usertoken/renew', 'DELETE /usertoken/revoke']
  const wanted = [...new Set(streams.map(({ path }) => `GET ${path}`)), ...tokens].sort()

  it('cover every stream and the tokens', () => {
    expect(Object.keys(kept)).toEqual(wanted)
  })

  it('are those of the document, where it is given (KEEP_FACTS=1 writes them anew)', () => {
    const given = givenFacts()
    if (given === undefined) return
    const taken = Object.fromEntries(wanted.map((name) => [name, given[name]]))
    if (process.env['KEEP_FACTS'] === '1') writeFileSync(keptFile, `${JSON.stringify(taken, null, 2)}\n`)
    // A newer document may know more; what is kept must still hold.
    expect(taken).toMatchObject(keptFacts())
  })
})
