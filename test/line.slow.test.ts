// The whole line on the simulated studio: what is published equals what the studio counts of itself, at first and after days of life.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openReadOnly } from '../src/lakehouse/duck.ts'
import { exampleQueries } from '../src/commands/demo-queries.ts'
import { publishStudio } from './reconcile/published.ts'
import type { Published } from './reconcile/published.ts'
import { expectStudioFigures } from './studio-figures.ts'

let studio: Published

beforeAll(async () => {
  studio = await publishStudio()
})

afterAll(async () => {
  await studio.remove()
})

const withMarts = async (
  work: (marts: Awaited<ReturnType<typeof openReadOnly>>) => Promise<void>,
): Promise<void> => {
  const marts = await openReadOnly(studio.marts)
  try {
    await work(marts)
  } finally {
    marts.close()
  }
}

describe('the line', () => {
  it('publishes the figures of the studio, to the cent', () =>
    withMarts((marts) => expectStudioFigures(marts, studio.sandbox.business)))

  it('answers the queries that the demo prints', () =>
    withMarts(async (marts) => {
      for (const query of exampleQueries) expect((await marts.rows(query)).length).toBeGreaterThan(0)
    }))

  it('leaves an open reader its file, and publishes the new figures after days of edits', async () => {
    const before = await openReadOnly(studio.marts)
    try {
      const [old] = await before.rows('select count(*) as n from fct_sale_line')
      await studio.advance(20)
      expect(await before.rows('select count(*) as n from fct_sale_line')).toEqual([old])
    } finally {
      before.close()
    }
    await withMarts((marts) => expectStudioFigures(marts, studio.sandbox.business))
  })
})
