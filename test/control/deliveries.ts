// Deliveries as a receiver hands them over.
import { createHash } from 'node:crypto'
import type { Delivery } from '../../src/control/inbox-shape.ts'
import { keyIdOf } from '../../src/control/webhook-keys.ts'

export const signatureKey = 'key-a'

export const deliveryOf = (text: string, path = '/hooks/a', receivedAt = new Date()): Delivery => {
  // As node:http hands bytes over: a view into a larger piece of memory.
  const body = Buffer.from(text)
  const id = createHash('sha256').update(body).digest('hex')
  return { id, receivedAt, path, keyId: keyIdOf(signatureKey), body }
}
