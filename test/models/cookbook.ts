// Asks the queries of docs/cookbook: each answers, in the columns it promises, and no other mart contradicts it.
import { readFile } from 'node:fs/promises'
import { expect } from 'vitest'
import type { Duck } from '../../src/lakehouse/duck.ts'
import { cookbook } from './cookbook-recipes.ts'

const docs = new URL('../../docs/cookbook/', import.meta.url)

/** Figures of an answer that are missed when they are one too many, or a day late: a comparison that meets no row misses none. */
const watched = async (marts: Duck, query: string, against: string): Promise<readonly string[]> => {
  const told = await marts.rows<{ column_name: string; column_type: string }>(`describe ${query}`)
  const figures = told.filter(
    ({ column_name: name, column_type: type }) =>
      /INT|DECIMAL|DOUBLE|DATE/.test(type) && !name.endsWith('_id'),
  )
  const found: string[] = []
  for (const { column_name: name } of figures) {
    const wrong = `with told as (\n${query}\n), answer as (select * replace (${name} + 1 as ${name}) from told)`
    if ((await marts.rows(`${wrong} ${against}`)).length > 0) found.push(name)
  }
  return found
}

/** Every query answers, with the columns it promises, and nothing contradicts it. */
export const expectCookbook = async (marts: Duck): Promise<void> => {
  for (const [name, recipe] of Object.entries(cookbook)) {
    const query = await readFile(new URL(`${name}.sql`, docs), 'utf8')
    const rows = await marts.rows<Record<string, unknown>>(query)
    expect(rows.length, name).toBeGreaterThan(0)
    expect(Object.keys(rows[0] ?? {}), name).toEqual(recipe.columns)
    const asked = query.replace(/;\s*$/, '')
    const contradicted = await marts.rows(`with answer as (\n${asked}\n) ${recipe.against}`)
    expect(contradicted, name).toEqual([])
    expect(await watched(marts, asked, recipe.against), name).not.toEqual([])
  }
}
