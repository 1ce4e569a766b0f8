// What analysts find before they query: semantic models on real columns, metrics on real measures, exposures of real marts, words for all.
import { readdir, readFile } from 'node:fs/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { cookbook } from './cookbook-recipes.ts'
import { modelFile } from './macro.ts'
import { readSemantics } from './semantics.ts'
import type { Semantics } from './semantics.ts'

interface Described {
  readonly models?: readonly {
    readonly name: string
    readonly description?: string
    readonly columns?: readonly { readonly name: string; readonly description?: string }[]
  }[]
}

const docs = new URL('../../docs/', import.meta.url)

const read = new Map<string, NonNullable<Described['models']>>()

/** The head of each model's YAML: what follows are its unit tests, most of the file. */
const describedIn = async (folder: string): Promise<NonNullable<Described['models']>> => {
  const known = read.get(folder)
  if (known !== undefined) return known
  const files = await readdir(new URL(`../../models/${folder}/`, import.meta.url), { recursive: true })
  const texts = await Promise.all(
    files.filter((file) => file.endsWith('.yml')).map((file) => modelFile(`${folder}/${file}`)),
  )
  const models = texts.flatMap(
    (text) => (parse(text.split(/^unit_tests:/m)[0] ?? '') as Described).models ?? [],
  )
  read.set(folder, models)
  return models
}

describe('words', () => {
  it('are there for every column of every mart', async () => {
    for (const { name, columns = [] } of await describedIn('marts'))
      for (const column of columns)
        expect(column.description, `${name}.${column.name}`).toMatch(/\S{3,}.*\.$/s)
  })

  it.each(['intermediate', 'staging'])('tell what each model of %s is, and its grain', async (folder) => {
    const models = new Map((await describedIn(folder)).map((model) => [model.name, model.description]))
    const files = await readdir(new URL(`../../models/${folder}/`, import.meta.url), { recursive: true })
    for (const file of files.filter((name) => name.endsWith('.sql'))) {
      const model = file.split('/').at(-1)?.replace('.sql', '') ?? file
      expect(models.get(model), model).toMatch(/One row per /)
    }
  })

  it('of the dictionary name every mart', async () => {
    const page = await readFile(new URL('dictionary.md', docs), 'utf8')
    for (const { name } of await describedIn('marts')) expect(page).toContain(`[\`${name}\`]`)
  })
})

describe('semantic models', () => {
  let semantics: Semantics
  let columns: ReadonlyMap<string, ReadonlySet<string>>

  beforeAll(async () => {
    semantics = await readSemantics()
    columns = new Map(
      (await describedIn('marts')).map((mart) => [
        mart.name,
        new Set((mart.columns ?? []).map(({ name }) => name)),
      ]),
    )
  })

  it('use columns that their mart has', () => {
    for (const { mart, entities = [], dimensions = [], measures = [] } of semantics.models) {
      const own = columns.get(mart) ?? new Set()
      for (const { name, expr = name } of [...entities, ...dimensions, ...measures]) {
        const words = expr.replace(/'[^']*'/g, '').match(/[a-z_]\w*/g) ?? []
        const unknown = words.filter((word) => !sqlWords.has(word) && !own.has(word))
        expect(unknown, `${mart}, ${name}: ${expr}`).toEqual([])
      }
    }
  })

  it('feed metrics, and every metric is made of what is there', () => {
    const measures = new Set(
      semantics.models.flatMap((model) => (model.measures ?? []).map(({ name }) => name)),
    )
    const metrics = new Set(semantics.metrics.map(({ name }) => name))
    const used = new Set<string>()
    for (const { name, type_params: params } of semantics.metrics) {
      if (params.measure !== undefined) used.add(params.measure)
      const parts = [params.numerator, params.denominator, ...(params.metrics ?? []).map((part) => part.name)]
      for (const part of parts) if (part !== undefined) expect(metrics, name).toContain(part)
    }
    expect([...used].toSorted()).toEqual([...measures].toSorted())
  })
})

const sqlWords = new Set([
  'case',
  'when',
  'then',
  'else',
  'end',
  'and',
  'or',
  'not',
  'in',
  'is',
  'null',
  'cast',
  'as',
  'date',
  'isodow',
])

describe('exposures', () => {
  it('depend on marts, and the cookbook on those its queries read', async () => {
    const { exposures } = parse(await modelFile('marts/exposures.yml')) as {
      exposures: readonly { name: string; depends_on: readonly string[] }[]
    }
    const marts = new Set((await describedIn('marts')).map(({ name }) => name))
    const dependsOn = new Map(
      exposures.map(({ name, depends_on: refs }) => [
        name,
        refs.map((ref) => /^ref\('(\w+)'\)$/.exec(ref)?.[1] ?? ref).toSorted(),
      ]),
    )
    for (const names of dependsOn.values()) for (const name of names) expect(marts).toContain(name)
    const texts = await Promise.all(
      Object.keys(cookbook).map((name) => readFile(new URL(`cookbook/${name}.sql`, docs), 'utf8')),
    )
    const named = texts.flatMap((text) =>
      [...text.matchAll(/\b(?:from|join)\s+(\w+)/g)].map(([, name]) => name ?? ''),
    )
    expect([...new Set(named)].filter((name) => marts.has(name)).toSorted()).toEqual(
      dependsOn.get('cookbook'),
    )
  })
})

describe('the cookbook', () => {
  it('has 25 queries, each with its question, and leads through them', async () => {
    const files = await readdir(new URL('cookbook/', docs))
    expect(files.toSorted()).toEqual(Object.keys(cookbook).map((name) => `${name}.sql`))
    expect(files).toHaveLength(25)
    const page = await readFile(new URL('cookbook.md', docs), 'utf8')
    for (const file of files) {
      expect(page).toContain(`(cookbook/${file})`)
      const [question, answer] = (await readFile(new URL(`cookbook/${file}`, docs), 'utf8')).split('\n')
      expect(question, file).toMatch(/^-- .*\?$/)
      expect(answer, file).toMatch(/^-- \S/)
    }
  })
})
