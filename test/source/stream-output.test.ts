// What is said about one stream: states often enough, never the same with records between, counts that add up.
import { expect, test } from 'vitest'
import { createProtocol } from '../../src/source/protocol.ts'
import { createStreamOutput } from '../../src/source/stream-output.ts'
import { streams } from '../../streams/index.ts'
import { sorted } from './reading.ts'

const gather = () => {
  const [stream] = streams.filter(({ name }) => name === 'sales')
  if (stream === undefined) throw new Error('no sales')
  const lines: string[] = []
  const write = (line: string): Promise<void> => {
    lines.push(line)
    return Promise.resolve()
  }
  const output = createStreamOutput(
    createProtocol({ write }),
    {
      stream,
      ignoresState: false,
      columns: undefined,
      mode: 'incremental',
      generations: { generationId: undefined, minimumGenerationId: undefined, syncId: undefined },
    },
    { begunAt: '2026-07-01T00:00:00.000Z', sites: {}, unfinished: {}, done: new Set() },
  )
  const record = (id: number): Promise<void> =>
    output.record({ key: String(id), data: `{"SiteId":1,"Id":${id}}`, changes: [] })
  const counts = (): readonly number[] =>
    sorted(lines).messages.flatMap(({ state }) => (state ? [state.sourceStats.recordCount] : []))
  const blobs = (): readonly string[] =>
    sorted(lines).messages.flatMap(({ state }) => (state ? [JSON.stringify(state.stream.stream_state)] : []))
  return { lines, output, record, counts, blobs }
}

const cursor = { kind: 'window', until: '2026-06-30' } as const

test('a long slice gives a state every 10,000 records', async () => {
  const { output, record, counts, blobs } = gather()
  await output.start()
  for (let id = 0; id < 25_000; id += 1) await record(id)
  await output.move(1, { cursor })
  await output.end(true)
  expect(counts()).toEqual([10_000, 10_000, 5_000])
  expect(new Set(blobs()).size).toBe(3)
})

test('two slices that end on the same day give two states that differ', async () => {
  const { output, record, counts, blobs } = gather()
  await output.start()
  await record(1)
  await output.move(1, { cursor })
  await record(2)
  await output.move(1, { cursor })
  await output.move(1, { cursor })
  await output.end(true)
  expect(counts()).toEqual([1, 1])
  expect(new Set(blobs()).size).toBe(2)
})

test('a beat gives the position as it is, and counts no record twice', async () => {
  const { output, record, counts, lines } = gather()
  await output.start()
  await output.beat()
  await record(1)
  await output.beat()
  await output.beat()
  await output.end(false)
  expect(counts()).toEqual([0, 1, 0])
  expect(lines.at(-1)).toContain('INCOMPLETE')
})

test('an empty stream runs, gives a state and completes', async () => {
  const { output, lines, counts } = gather()
  await output.start()
  await output.end(true)
  expect(sorted(lines).statusesOf('sales')).toEqual(['STARTED', 'RUNNING', 'COMPLETE'])
  expect(counts()).toEqual([0])
})

test('a record no destination could take is cut, and says so', async () => {
  const { output, lines } = gather()
  await output.start()
  const PurchasedItems = ['x'.repeat(21_000_000)]
  await output.record({ key: '1', data: JSON.stringify({ SiteId: 1, Id: 1, PurchasedItems }), changes: [] })
  expect(sorted(lines).messages.at(-1)?.record).toMatchObject({
    data: { SiteId: 1, Id: 1, PurchasedItems: null },
    meta: {
      changes: [{ field: 'PurchasedItems', change: 'NULLED', reason: 'SOURCE_RECORD_SIZE_LIMITATION' }],
    },
  })
})
