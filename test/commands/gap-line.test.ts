// Gaps are off the list once they were pulled, and only those that this run has marked for it.
import { expect, test } from 'vitest'
import { noGaps, settleGaps } from '../../src/commands/gap-line.ts'
import { addGap, openGaps } from '../../src/control/webhook-metrics.ts'
import { openDrainLine } from '../webhooks/drain-line.ts'

const gap = {
  subscriptionId: 'one',
  from: new Date('2026-06-30T08:00:00Z'),
  to: new Date('2026-06-30T12:00:00Z'),
  reason: 'uncounted',
  detail: 'Any.',
  foundAt: new Date('2026-06-30T12:00:00Z'),
} as const

test('a gap that another process notes while this run pulls waits for the next run', async () => {
  await using line = await openDrainLine()
  const { control, warehouse } = line
  const mine = await addGap(control, gap)
  // `webhooks metrics`, or `webhooks rotate --finish --overlap 0`, takes no lease.
  const later = await addGap(control, { ...gap, subscriptionId: 'two' })
  const settled = await settleGaps({ control }, { site_ids: [10_001] }, warehouse, {
    ...noGaps,
    open: 1,
    marked: [mine],
  })
  expect((await openGaps(control)).map(({ id }) => id)).toEqual([later])
  expect(settled).toMatchObject({ pulled: 1, open: 1 })
})
