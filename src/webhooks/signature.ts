// Who signed a delivery: HMAC-SHA256 over the raw body, against every active key, in constant time.
import { createHmac, timingSafeEqual } from 'node:crypto'

export interface SignatureKey {
  /** First 12 hex digits of the key's SHA-256: fit for logs. */
  readonly keyId: string
  /** As Mindbody gave it. It looks like Base64, but its text is the key: decoding it would refuse every event. */
  readonly key: string
}

/** `sha256=` and a Base64 digest of 32 bytes. */
const signatureLength = 'sha256='.length + 44

/** The value of `X-Mindbody-Signature` for a body. */
const signatureOf = (key: string, body: Uint8Array): string =>
  `sha256=${createHmac('sha256', Buffer.from(key, 'utf8')).update(body).digest('base64')}`

/**
 * The id of the key that signed a body; undefined where none did, or the header is missing or malformed.
 * Compared as text, so that only the one canonical Base64 counts. Every key is tried, whether or not one has matched, and each
 * comparison takes the same time: how long an answer takes tells nothing of a key.
 */
export const signerOf = (
  header: string | undefined,
  body: Uint8Array,
  keys: readonly SignatureKey[],
): string | undefined => {
  // Of the same length in any case: timingSafeEqual throws otherwise.
  const given = Buffer.alloc(signatureLength)
  const isWhole = Buffer.byteLength(header ?? '', 'utf8') === signatureLength
  if (isWhole) given.write(header ?? '', 'utf8')
  let signer: string | undefined
  for (const { keyId, key } of keys) {
    const isEqual = timingSafeEqual(given, Buffer.from(signatureOf(key, body), 'utf8'))
    if (isEqual && isWhole) signer = keyId
  }
  return signer
}
