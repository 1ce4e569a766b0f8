// Protocol lines: floats, field changes, secrets, back-pressure.
import { Writable } from 'node:stream'
import { expect, test } from 'vitest'
import { Problem } from '../../src/core/errors.ts'
import { createProtocol, writeLinesTo } from '../../src/source/protocol.ts'
import { catalogOf } from '../../src/source/catalog.ts'
import { streams } from '../../streams/index.ts'
import { createLineChecker, createRecordChecker } from './airbyte-messages.ts'

const gather = () => {
  const lines: string[] = []
  const write = (line: string): Promise<void> => {
    lines.push(line)
    return Promise.resolve()
  }
  const clock = () => new Date(1_000)
  const scrub = (text: string) => text.replaceAll('hush', '***')
  return { lines, protocol: createProtocol({ write, clock, scrub }) }
}

test('every kind of message is valid', async () => {
  const { lines, protocol } = gather()
  const changes = [{ field: 'Price', change: 'NULLED', reason: 'SOURCE_SERIALIZATION_ERROR' }] as const
  await protocol.record('sales', '{"Id":9007199254740993}', changes)
  await protocol.state('sales', { sites: {} }, 3)
  await protocol.status('sales', 'STARTED')
  await protocol.estimate('sales', 12, 2_400)
  await protocol.error(new Problem('BUDGET_SPENT', { what: 'Spent.' }), 'sales')
  await protocol.log('INFO', 'hello')
  await protocol.spec({ connectionSpecification: { type: 'object' } })
  await protocol.catalog({ streams: [] })
  await protocol.connectionStatus('FAILED', 'why')
  const check = createLineChecker()
  for (const line of lines) expect(check(line), line).toEqual([])
  expect(lines[0]).toBe(
    '{"type":"RECORD","record":{"stream":"sales","data":{"Id":9007199254740993},"emitted_at":1000,' +
      '"meta":{"changes":[{"field":"Price","change":"NULLED","reason":"SOURCE_SERIALIZATION_ERROR"}]}}}',
  )
  expect(lines[1]).toContain('"sourceStats":{"recordCount":3.0}')
})

test('errors, logs and check messages are scrubbed', async () => {
  const { lines, protocol } = gather()
  const cause = new Error('said hush')
  await protocol.error(new Problem('INTERNAL', { what: 'hush' }, { cause }))
  await protocol.log('WARN', 'hush')
  await protocol.connectionStatus('FAILED', 'hush')
  expect(lines.join('')).not.toContain('hush')
})

test('a full reader holds the writer back', async () => {
  const taken: string[] = []
  let release: (() => void) | undefined
  const slow = new Writable({
    highWaterMark: 8,
    write: (chunk: Buffer, _, done) => {
      taken.push(chunk.toString())
      release = done
    },
  })
  const write = writeLinesTo(slow)
  let isSecondDone = false
  const first = write('a line longer than the buffer')
  const second = write('next').then(() => {
    isSecondDone = true
  })
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect([taken.length, isSecondDone]).toEqual([1, false])
  const pump = setInterval(() => release?.(), 1)
  await Promise.all([first, second])
  clearInterval(pump)
  expect(taken).toEqual(['a line longer than the buffer\n', 'next\n'])
})

test('lines stay in their order, however many write side by side and however slow the reader is', async () => {
  const taken: string[] = []
  const slow = new Writable({
    highWaterMark: 50,
    write: (chunk: Buffer, _, done) => {
      taken.push(chunk.toString().trim())
      if (taken.length % 7 === 0) setImmediate(done)
      else done()
    },
  })
  const write = writeLinesTo(slow)
  let next = 0
  const writer = async (): Promise<void> => {
    while (next < 400) {
      next += 1
      await write(String(next))
    }
  }
  await Promise.all(Array.from({ length: 5 }, writer))
  await new Promise((resolve) => slow.end(resolve))
  expect(taken).toEqual(Array.from({ length: next }, (_, index) => String(index + 1)))
})

test('the checker of records tells a wrong type, a day that is none, a zone too many and one too few', () => {
  const check = createRecordChecker(catalogOf(streams).streams)
  const good = {
    SiteId: 1,
    UniqueId: 2,
    BirthDate: '2000-02-29',
    LastModifiedDateTime: '2026-07-01T00:00:00Z',
  }
  expect(check('clients', good)).toEqual([])
  for (const bad of [
    { UniqueId: '2' },
    { BirthDate: '2001-02-29' },
    { LastModifiedDateTime: '2026-07-01T00:00:00' },
    { CreationDate: '2026-07-01T00:00:00Z' },
  ]) {
    expect(check('clients', { ...good, ...bad })).toHaveLength(1)
  }
})
