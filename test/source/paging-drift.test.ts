// Paging while rows come, go and move: 400 readings in each of three models lose no row that stays, and cost no more than promised.
import { describe, expect, test } from 'vitest'
import { readPages } from '../../src/source/pages.ts'
import type { Stream } from '../../src/source/stream.ts'
import { pagedTable } from './paged-table.ts'
import type { PagedTable } from './paged-table.ts'
import { things } from './table-server.ts'

const strict: Stream = { ...things, strictEnd: true }
const upTo = (rows: number): number[] => Array.from({ length: rows }, (_, index) => index + 1)

/** Ids read, each as often as it came. */
const readAll = async ({ door }: PagedTable, stream: Stream = things, pageSize = 200): Promise<number[]> => {
  const slice = { stream, siteId: 1, id: 'all', query: [], concludes: false }
  const ids: number[] = []
  for await (const page of readPages(door, slice, { signal: new AbortController().signal, pageSize })) {
    for (const row of page.records() ?? []) ids.push(Number(row?.['Id']))
  }
  return ids
}

/** Park and Miller's generator: the same 400 runs everywhere. */
const createRandom = (seed: number): (() => number) => {
  let state = seed
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}

const runs = 400
const rows = 4_000
const chance = 0.6

interface Life {
  /** Rows that were moved or deleted: they need not be read, or will be by the next pass. */
  readonly unstable: Set<number>
  readonly random: () => number
  next: number
}

const place = ({ random }: Life, length: number): number => Math.floor(random() * length)

const remove = (ids: number[], life: Life): void => {
  for (const id of ids.splice(place(life, ids.length), 1)) life.unstable.add(id)
}

const models: Record<string, (ids: number[], life: Life) => void> = {
  'new rows at the end': (ids, life) => {
    if (life.random() < chance) ids.push((life.next += 1))
    if (life.random() < chance) remove(ids, life)
  },
  'new rows anywhere': (ids, life) => {
    if (life.random() < chance) ids.splice(place(life, ids.length + 1), 0, (life.next += 1))
    if (life.random() < chance) remove(ids, life)
  },
  'rows that move because they are modified': (ids, life) => {
    if (life.random() < chance) {
      const [moved] = ids.splice(place(life, ids.length), 1)
      if (moved === undefined) return
      life.unstable.add(moved)
      // Newest last, newest first, or by a name that was changed.
      const to = [ids.length, 0, place(life, ids.length + 1)][place(life, 3)]
      ids.splice(to ?? 0, 0, moved)
    }
    if (life.random() < chance) ids.splice(place(life, ids.length + 1), 0, (life.next += 1))
    if (life.random() < chance) remove(ids, life)
  },
}

describe('drift', () => {
  test.each(Object.entries(models))('%s: no stable row is lost, at 1.2 times the calls', async (_, model) => {
    let lost = 0
    for (let run = 1; run <= runs; run += 1) {
      const life: Life = { unstable: new Set(), random: createRandom(run), next: 1_000_000 }
      const ids = upTo(rows)
      const table = pagedTable(ids, { change: (current) => model(current, life) })
      const read = new Set(await readAll(table, run % 2 === 0 ? strict : things))
      for (let id = 1; id <= rows; id += 1) if (!read.has(id) && !life.unstable.has(id)) lost += 1
      expect(table.calls.length).toBeLessThanOrEqual(1.2 * Math.ceil(Math.max(rows, ids.length) / 200))
    }
    expect(lost).toBe(0)
  })
})

describe('a table at rest', () => {
  test.each<[string, Stream]>([
    ['strict', strict],
    ['not strict', things],
  ])('of p pages costs at most p + 1 + ceil(p/8) calls, %s', async (_, stream) => {
    for (let pages = 1; pages <= 40; pages += 1) {
      // The most and the fewest rows that need p pages.
      for (const size of [pages * 200, pages * 200 - 199]) {
        const table = pagedTable(upTo(size))
        expect(new Set(await readAll(table, stream)).size).toBe(size)
        expect(table.calls.length, `${size} rows`).toBeLessThanOrEqual(pages + 1 + Math.ceil(pages / 8))
        if (size >= 4_000) expect(table.calls.length).toBeLessThanOrEqual(1.2 * pages)
      }
    }
  })
})

describe('a server without a stable order', () => {
  const shuffled = (ids: readonly number[], random: () => number): readonly number[] =>
    ids
      .map((id): [number, number] => [random(), id])
      .sort(([one], [other]) => one - other)
      .map(([, id]) => id)

  test('that knows two orders is read whole until nothing is new', async () => {
    for (let seed = 1; seed <= 20; seed += 1) {
      const random = createRandom(seed)
      const orders = [upTo(900), shuffled(upTo(900), random)]
      const table = pagedTable(upTo(900), { order: (_, call) => orders[call % 3 === 0 ? 1 : 0] ?? [] })
      expect(new Set(await readAll(table, strict, 100))).toEqual(new Set(upTo(900)))
    }
  })

  test('that shuffles each answer loses nothing, or is given up in words', async () => {
    let whole = 0
    for (let seed = 1; seed <= 40; seed += 1) {
      const random = createRandom(seed)
      const table = pagedTable(upTo(500), { order: (ids) => shuffled(ids, random) })
      try {
        expect(new Set(await readAll(table, strict, 200))).toEqual(new Set(upTo(500)))
        whole += 1
      } catch (error) {
        expect(error).toMatchObject({
          code: 'ANSWER_BROKEN',
          message: expect.stringContaining('stable order'),
        })
      }
      expect(table.calls.length).toBeLessThanOrEqual(4 + 3 * 2 + 6 * 4)
    }
    expect(whole).toBeGreaterThan(0)
  })

  test('that only turns its pages round costs calls, and no row', async () => {
    const table = pagedTable(upTo(1_000))
    const turned: PagedTable['door'] = {
      get: async (request) => {
        const answer = await table.door.get(request)
        const body = JSON.parse(answer.text.toString()) as { Things: object[] }
        const text = Buffer.from(JSON.stringify({ ...body, Things: body.Things.toReversed() }))
        return { ...answer, body: text, text }
      },
    }
    const read = await readAll({ ...table, door: turned })
    expect(new Set(read)).toEqual(new Set(upTo(1_000)))
    expect(table.calls.length).toBeLessThanOrEqual(3 * 6)
  })
})
