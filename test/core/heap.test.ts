// The heap given back: what nobody holds is gone after a collection.
import { expect, test } from 'vitest'
import { collectGarbage } from '../../src/core/heap.ts'

test('what nobody holds is collected, again and again, and the flag does not stay', async () => {
  for (let round = 1; round <= 2; round += 1) {
    const gone = new WeakRef({ round, text: 'x'.repeat(1_000) })
    // A WeakRef holds its target until the turn ends.
    await new Promise((resolve) => setImmediate(resolve))
    collectGarbage()
    expect(gone.deref()).toBeUndefined()
  }
  expect('gc' in globalThis).toBe(false)
})
