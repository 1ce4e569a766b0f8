// Estimates: early, put right when they are far off, and true in the end.
import { expect, test } from 'vitest'
import { createEstimate } from '../../src/source/estimate.ts'

const gather = () => {
  const told: [rows: number, bytes: number][] = []
  const estimate = createEstimate((rows, bytes) => {
    told.push([rows, bytes])
    return Promise.resolve()
  })
  return { told, estimate }
}

test('it comes with the first record, which says how large one is', async () => {
  const { told, estimate } = gather()
  estimate.expect(100)
  expect(told).toEqual([])
  await estimate.add(50)
  expect(told).toEqual([[100, 5_000]])
})

test('it is said again only when it grew by a quarter, and ends as what was read', async () => {
  const { told, estimate } = gather()
  estimate.expect(100)
  await estimate.add(50)
  estimate.expect(20)
  await estimate.add(50)
  estimate.expect(20)
  await estimate.add(50)
  await estimate.end()
  expect(told).toEqual([
    [100, 5_000],
    [140, 7_000],
    [3, 150],
  ])
})

test('a total that says nothing, or lies low, is put right by the rows', async () => {
  const { told, estimate } = gather()
  estimate.expect(-5)
  await estimate.add(10)
  expect(told).toEqual([])
  estimate.expect(1)
  for (let index = 0; index < 9; index += 1) await estimate.add(10)
  await estimate.end()
  expect(told.at(-1)).toEqual([10, 100])
})

test('a stream without rows estimates nothing', async () => {
  const { told, estimate } = gather()
  estimate.expect(0)
  await estimate.end()
  expect(told).toEqual([])
})
