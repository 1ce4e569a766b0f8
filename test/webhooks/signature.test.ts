// Signatures: the vector of the contract, and each way of getting it wrong.
import { expect, test } from 'vitest'
import { signerOf } from '../../src/webhooks/signature.ts'
import { key, signed } from './open-front.ts'

const body = Buffer.from(
  '{"messageId":"ASwFMoA2Q5UKw69g3RDbvU","eventId":"site.created","eventSchemaVersion":1,"eventInstanceOriginationDateTime":"2018-04-18T10:02:55Z","eventData":{"siteId":123,"name":"Café Yoga ✨"}}',
)
const right = 'sha256=mh5oVK3eJA5i5JvCeaJg8bp0FbabymebJvmpowhZGI8='
const own = { keyId: 'own', key }
const other = { keyId: 'other', key: 'another-key-of-some-length' }

test('the vector of the contract holds, whichever place its key has', () => {
  expect(body.byteLength).toBe(195)
  expect(signerOf(right, body, [own])).toBe('own')
  expect(signerOf(right, body, [other, own])).toBe('own')
  expect(signerOf(right, body, [own, other])).toBe('own')
})

test('each of two active keys signs', () => {
  expect(signerOf(signed(body, other.key), body, [own, other])).toBe('other')
})

test.each([
  ['no header', undefined],
  ['an empty header', ''],
  ['the key decoded from Base64 first', 'sha256=YKbvbPvWNEN2/DQI/wwSklU0opx+DiUcIBXCPFPBXyk='],
  ['no prefix', right.slice('sha256='.length)],
  ['another prefix of the same length', right.replace('sha256=', 'sha512=')],
  ['the prefix in capitals', right.replace('sha256', 'SHA256')],
  ['no padding', right.slice(0, -1)],
  ['a space behind', `${right} `],
  ['a Base64 text that decodes to the same bytes', right.replace('8=', '9=')],
  ['hexadecimal digits', `sha256=${Buffer.from(right.slice(7), 'base64').toString('hex')}`],
  ['two headers in one', `${right}, ${right}`],
  ['the same length in bytes of other characters', `sha256=${'é'.repeat(22)}`],
  ['no text at all of the right length', '\0'.repeat(51)],
])('wrong: %s', (_what, header) => {
  expect(signerOf(header, body, [own, other])).toBeUndefined()
})

test('wrong: the right value over JSON written anew, over a byte less, or with no key known', () => {
  const anew = Buffer.from(JSON.stringify(JSON.parse(body.toString()), null, 1))
  expect(signerOf(right, anew, [own])).toBeUndefined()
  expect(signerOf(right, body.subarray(0, -1), [own])).toBeUndefined()
  expect(signerOf(right, body, [])).toBeUndefined()
})
