// Reading ahead: results in order, and no more work for what nobody will take.
import { expect, test } from 'vitest'
import { readAhead, widthFor } from '../../src/lakehouse/batches.ts'

const numbers = async function* (count: number): AsyncGenerator<number> {
  for (let number = 0; number < count; number += 1) yield number
}
const wide = () => Promise.resolve(4)
const tick = () => new Promise((resolve) => setTimeout(resolve, 1))

test('results come in the order of the items', async () => {
  const results: number[] = []
  const work = async (number: number): Promise<number> => {
    if (number % 2 === 0) await tick()
    return number
  }
  for await (const result of readAhead(numbers(9), wide, work)) results.push(result)
  expect(results).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8])
})

test('when one fails, those begun beyond it are told so, and have ended before the failure is', async () => {
  const ended: number[] = []
  const pages: number[] = []
  const work = async (number: number, over: AbortSignal): Promise<number> => {
    if (number === 1) throw new Error('lost')
    for (let page = 0; page < 100 && !over.aborted; page += 1) {
      pages.push(number)
      if (number === 0) break
      await tick()
    }
    ended.push(number)
    return number
  }
  const results: number[] = []
  const read = async (): Promise<void> => {
    for await (const result of readAhead(numbers(9), wide, work)) results.push(result)
  }
  await expect(read()).rejects.toThrow('lost')
  expect(results).toEqual([0])
  expect([...ended].sort()).toEqual([0, 2, 3, 4])
  expect(pages.length).toBeLessThan(20)
})

test.each([
  [undefined, 16],
  [100_000, 16],
  [450, 4],
  [99, 1],
  [0, 1],
])('with %s calls left %s slices are begun', async (left, width) => {
  expect(await widthFor(16, () => Promise.resolve(left))()).toBe(width)
})
