// A server whose rows go while we page, or whose bodies are spoilt: what stays is loaded, and calls are bounded.
import fc from 'fast-check'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { removeExpiredPages, sweepHome } from '../../src/lakehouse/sweep.ts'
import { json, startServer } from '../source/http-server.ts'
import type { TestServer } from '../source/http-server.ts'
import { startTable } from '../source/table-server.ts'
import type { Table } from '../source/table-server.ts'
import { openTableLine } from './table-line.ts'
import type { TableLine } from './table-line.ts'

const upTo = (rows: number): number[] => Array.from({ length: rows }, (_, index) => index + 1)

describe('rows that go while we page', () => {
  let table: Table
  let server: TestServer
  let line: TableLine
  beforeAll(async () => {
    server = await startTable(() => table)
    line = await openTableLine(server)
  })
  afterAll(async () => {
    await line.close()
    await server.close()
  })

  const idsHeld = async (): Promise<Set<number>> =>
    new Set((await line.rows<{ Id: number }>('select "Id" from raw.things')).map(({ Id }) => Id))

  test('a cut wider than the overlap is found, and the page stepped back to', async () => {
    const ids = upTo(600)
    let cuts = 0
    const change = (current: number[]): void => {
      cuts += 1
      if (cuts === 2) current.splice(0, 60)
    }
    table = { ids, change }
    await line.pass('cut')
    expect(await idsHeld()).toEqual(new Set(upTo(600)))
    // Six pages, the empty one after them, and one page stepped back to.
    expect(line.calls()).toBe(8)
  })

  test('rows that stay are never lost, and calls are bounded', async () => {
    const cases = fc.record({
      rows: fc.integer({ min: 250, max: 900 }),
      // After which answer, where, and how many: up to most of a page, wherever the reader is.
      cuts: fc.uniqueArray(
        fc.record({
          after: fc.integer({ min: 1, max: 8 }),
          at: fc.nat(),
          rows: fc.integer({ min: 1, max: 80 }),
        }),
        { minLength: 1, maxLength: 3, selector: ({ after }) => after },
      ),
    })
    let run = 0
    await fc.assert(
      fc.asyncProperty(cases, async ({ rows, cuts }) => {
        const base = 1_000_000 * (run += 1)
        const all = upTo(rows).map((id) => base + id)
        const gone = new Set<number>()
        let answers = 0
        const change = (current: number[]): void => {
          answers += 1
          const cut = cuts.find(({ after }) => after === answers)
          if (cut === undefined) return
          for (const id of current.splice(cut.at % current.length, cut.rows)) gone.add(id)
        }
        table = { ids: [...all], change }
        line.calls()
        // When all of a page goes right after it was read no seam to it can be closed: said loudly, and the next run is at rest.
        await line.pass(`random-${run}`).catch(async (error: unknown) => {
          expect(error).toMatchObject({ code: 'ANSWER_BROKEN' })
          line.calls()
          await line.pass(`again-${run}`)
        })
        const held = await idsHeld()
        expect(all.filter((id) => !gone.has(id) && !held.has(id))).toEqual([])
        expect(line.calls()).toBeLessThanOrEqual(Math.ceil(rows / 90) + 2 + 3 * cuts.length)
      }),
      { numRuns: 12 },
    )
  })

  test('a row Mindbody cannot answer with is left out and told; nothing counts as deleted meanwhile', async () => {
    const base = 3_000_000_000
    const ids = upTo(250).map((id) => base + id)
    const known = `select count(*) filter (_deleted_at is null) as n from raw.things where "Id" > ${base}`
    table = { ids }
    await line.pass('before')
    const shorter = ids.slice(0, -10)
    for (const run of ['odd-1', 'odd-2', 'odd-3']) {
      table = { ids: shorter, odd: base + 120 }
      await line.pass(run)
    }
    expect(await line.rows(known)).toEqual([{ n: 250 }])
    expect(await line.rows(`select count from meta.schema_changes where change = 'skipped_row'`)).toEqual([
      { count: 3 },
    ])
    table = { ids: shorter }
    await line.pass('well-1')
    await line.pass('well-2')
    expect(await line.rows(known)).toEqual([{ n: 240 }])
  })

  test('a table that never comes to rest is given up, and nothing of it is committed', async () => {
    const before = await line.rows('from meta.batches')
    let last = 2_000_000_000
    // As many new rows as went, so that each reading of the whole finds rows that were not there before.
    const change = (current: number[]): void => {
      current.splice(0, 95)
      for (let row = 0; row < 95; row += 1) current.push((last += 1))
    }
    table = { ids: upTo(900), change }
    line.calls()
    await expect(line.pass('restless')).rejects.toMatchObject({ code: 'ANSWER_BROKEN' })
    expect(await line.rows('from meta.batches')).toEqual(before)
    // Two pages, the gap between them that cannot be closed, and six readings of ten pages.
    expect(line.calls()).toBeLessThanOrEqual(2 + 3 + 6 * 11)
  })
})

describe('a body that cannot be read', () => {
  const head = (rows: number): string =>
    `{"PaginationResponse":{"RequestedLimit":100,"RequestedOffset":0,"PageSize":${rows},"TotalResults":${rows}}`
  const good = `${head(2)},"Things":[{"Id":1},{"Id":2}]}`
  const spoilt = `${head(2)},"Things":[{"Id":1},{"Id":2\u0000}]}`
  const nothing =
    '{"PaginationResponse":{"RequestedLimit":100,"RequestedOffset":2,"PageSize":0,"TotalResults":2},"Things":[]}'

  let bodies: readonly string[]
  let server: TestServer
  let line: TableLine
  beforeEach(async () => {
    let firsts = 0
    server = await startServer(({ url }, response) => {
      if (url.searchParams.get('request.offset') !== '0') return json(response, nothing)
      firsts += 1
      json(response, bodies[Math.min(firsts, bodies.length) - 1])
    })
    line = await openTableLine(server)
  })
  afterEach(async () => {
    await line.close()
    await server.close()
  })

  test('is asked for once more', async () => {
    bodies = [spoilt, good]
    await line.pass('r1')
    expect(await line.rows('select "Id" from raw.things order by 1')).toEqual([{ Id: 1 }, { Id: 2 }])
    expect(line.calls()).toBe(4)
  })

  test('is kept for support when it comes so twice, and goes with its time', async () => {
    bodies = [spoilt]
    const refused = await line.pass('r1').catch((error: unknown) => error)
    const folder = join(line.warehouse.paths.pages, 'things', 'site_id=7', 'broken-r1')
    const [name = ''] = await readdir(folder)
    expect(refused).toMatchObject({
      code: 'ANSWER_BROKEN',
      remedy: expect.stringContaining(join(folder, name)),
    })
    expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600)
    expect(await readFile(join(folder, name), 'utf8')).toBe(spoilt)
    expect(line.calls()).toBe(4)
    const { warehouse } = line
    await sweepHome(warehouse)
    await removeExpiredPages(warehouse, 1, new Date())
    expect(await readdir(folder)).toEqual([name])
    await removeExpiredPages(warehouse, 1, new Date(Date.now() + 2 * 86_400_000))
    await expect(stat(folder)).rejects.toMatchObject({ code: 'ENOENT' })
  })

  test('is not kept where pages are not', async () => {
    bodies = [spoilt]
    await expect(line.pass('r1', { page_retention_days: 0 })).rejects.toMatchObject({ code: 'ANSWER_BROKEN' })
    expect(await readdir(line.warehouse.paths.pages)).toEqual([])
  })
})
