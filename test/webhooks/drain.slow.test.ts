// A backlog of a busy day: memory does not grow with it, and one drain takes it all.
import { expect, test } from 'vitest'
import { inboxCounts } from '../../src/control/inbox.ts'
import { openDrainLine } from './drain-line.ts'
import { sampleIds, sampleText } from './event-samples.ts'

const events = 20_000
const MiB = 1024 * 1024

test('20,000 events are drained in bounded memory', async () => {
  await using line = await openDrainLine()
  const body = (place: number): string =>
    sampleText(sampleIds[place % sampleIds.length] ?? '', {
      messageId: `m-${place}`,
      data: { clientUniqueId: place, clientId: `c-${place}`, classId: place % 500, notes: 'n'.repeat(900) },
    })
  for (let start = 0; start < events; start += 1_000) {
    await line.send(...Array.from({ length: 1_000 }, (_, place) => body(start + place)))
  }
  const sizes: number[] = []
  const { drained } = await line.drain({
    now: () => {
      sizes.push(process.memoryUsage.rss() / MiB)
      return new Date('2026-06-30T12:00:00Z')
    },
  })
  expect(drained).toBe(events)
  expect(await inboxCounts(line.control)).toMatchObject({ received: 0, applied: events })
  expect(await line.rows('select count(*)::int as n from raw.webhook_events')).toEqual([{ n: events }])
  // The clock is looked at four times a batch of 2,000: first when the batch before has been let go of.
  const begins = sizes.filter((_, look) => look % 4 === 0)
  expect(begins).toHaveLength(10)
  expect(Math.max(...begins) - (begins[0] ?? 0)).toBeLessThan(64)
  expect(Math.max(...sizes) - (begins[0] ?? 0)).toBeLessThan(320)
})
