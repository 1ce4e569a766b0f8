// The limit on wrong signatures: by address, in bounded memory, and never against Mindbody.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createBadSignatures } from '../../src/webhooks/bad-signatures.ts'
import { clientAddress, networkOf, proxyList } from '../../src/webhooks/client-address.ts'
import { openFront, signed } from './open-front.ts'

describe('by address', () => {
  test('twenty are allowed in a minute; then the address waits for the rest of it', () => {
    let nowMs = 0
    const bad = createBadSignatures(() => nowMs)
    for (let nth = 1; nth < 20; nth += 1) bad.wrong('a')
    expect(bad.limitedForSeconds('a')).toBeUndefined()
    expect(bad.wrong('a')).toBe('now_limited')
    expect(bad.limitedForSeconds('a')).toBe(60)
    expect(bad.limitedForSeconds('b')).toBeUndefined()
    nowMs = 60_000
    expect(bad.limitedForSeconds('a')).toBeUndefined()
  })

  test('a right signature frees an address for 24 hours', () => {
    let nowMs = 0
    const bad = createBadSignatures(() => nowMs)
    const many = () => Array.from({ length: 50 }, () => bad.wrong('a'))
    many()
    bad.right('a')
    many()
    expect(bad.limitedForSeconds('a')).toBeUndefined()
    nowMs = 24 * 3_600_000
    many()
    expect(bad.limitedForSeconds('a')).toBeDefined()
  })

  test('a hundred thousand addresses make few lines in the log, and the newest are remembered', () => {
    const bad = createBadSignatures(() => 0)
    let lines = 0
    for (let nth = 0; nth < 100_000; nth += 1) if (bad.wrong(`a${nth}`) !== 'counted') lines += 1
    expect(lines).toBe(30)
    for (let nth = 0; nth < 20; nth += 1) bad.wrong('a99999')
    expect(bad.limitedForSeconds('a99999')).toBeDefined()
  })
})

describe('over HTTP', () => {
  test('429 after twenty, with a time; a right signature is taken all the same', async () => {
    const front = await openFront({ limits: { lingerMs: 10 } })
    const wrong = () => front.post('x', { 'X-Mindbody-Signature': 'sha256=no' })
    const statuses: number[] = []
    for (let nth = 0; nth < 21; nth += 1) statuses.push(await wrong())
    expect(statuses.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 401))
    expect(statuses[20]).toBe(429)
    const large = await fetch(`${front.receiver.url}/hooks/mindbody`, {
      method: 'POST',
      body: 'x'.repeat(70_000),
    })
    expect(large.status).toBe(429)
    expect(Number(large.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await front.post('{}')).toBe(200)
    expect(await wrong()).toBe(401)
    expect(front.logged().match(/signature/gi)?.length).toBe(3)
    await front.dispose()
  })

  test('behind a proxy that is named, it is the sender before it who is limited', async () => {
    const front = await openFront({
      webhooks: { path: '/h', signature_keys: ['k'.repeat(20)], trusted_proxies: ['127.0.0.1'] },
    })
    const from = (address: string, body = 'x') =>
      front.post(body, { 'X-Mindbody-Signature': 'no', 'X-Forwarded-For': `9.9.9.9, ${address}` }, '/h')
    for (let nth = 0; nth < 20; nth += 1) await from('1.2.3.4')
    expect(await from('1.2.3.4')).toBe(429)
    expect(await from('1.2.3.5')).toBe(401)
    expect(await front.post('{}', { 'X-Mindbody-Signature': signed('{}', 'k'.repeat(20)) }, '/h')).toBe(200)
    await front.dispose()
  })
})

describe('whose address', () => {
  const proxies = proxyList(['10.0.0.0/8', '127.0.0.1', '2001:db8::/32'])
  test.each([
    ['1.2.3.4', '5.6.7.8', '1.2.3.4'],
    ['::ffff:1.2.3.4', undefined, '1.2.3.4'],
    ['127.0.0.1', undefined, '127.0.0.1'],
    ['127.0.0.1', '5.6.7.8', '5.6.7.8'],
    ['10.1.1.1', '6.6.6.6, 5.6.7.8, 10.2.2.2', '5.6.7.8'],
    ['10.1.1.1', '5.6.7.8:4711', '5.6.7.8'],
    ['::ffff:10.1.1.1', '[2a00::1]:80', '2a00::1'],
    ['2001:db8::1', 'unknown', '2001:db8::1'],
    ['10.1.1.1', '10.2.2.2', '10.2.2.2'],
  ])('%s saying %s is %s', (peer, forwarded, whose) => {
    expect(clientAddress(peer, forwarded, proxies)).toBe(whose)
  })

  test('anything may stand in the header', () => {
    fc.assert(
      fc.property(fc.string(), (forwarded) => {
        expect(clientAddress('127.0.0.1', forwarded, proxies)).toBeTypeOf('string')
      }),
    )
  })

  test('an IPv6 host counts with its whole network', () => {
    expect(networkOf('2001:DB8:0:1::7')).toBe('2001:db8:0:1::/64')
    expect(networkOf('2001:db8::1:2:3:4')).toBe('2001:db8:0:0::/64')
    expect(networkOf('::1')).toBe('0:0:0:0::/64')
    expect(networkOf('64:ff9b::1.2.3.4')).toBe('64:ff9b:0:0::/64')
    expect(networkOf('1.2.3.4')).toBe('1.2.3.4')
  })

  test.each(['localhost', '10.0.0.0/33', '1.2.3.4/x', ''])('"%s" is no proxy', (entry) => {
    expect(() => proxyList([entry])).toThrow(/is no address/)
  })
})
