// What others build on: every published mart says its grain and has its promised columns under a contract.
import { readdir } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { modelFile } from './macro.ts'
import { promisedColumns } from './promised-columns.ts'

interface ModelYaml {
  readonly models: readonly {
    readonly name: string
    readonly description: string
    readonly data_tests?: readonly Record<string, unknown>[]
    readonly columns: readonly { readonly name: string; readonly data_type: string }[]
  }[]
}

const martFiles = async (): Promise<readonly string[]> => {
  const files = await readdir(new URL('../../models/marts/', import.meta.url), { recursive: true })
  return files.filter((file) => file.endsWith('.sql')).map((file) => file.replace(/\.sql$/, ''))
}

const readMart = async (file: string) => {
  const { models } = parse(await modelFile(`marts/${file}.yml`)) as ModelYaml
  return models[0]
}

describe('marts', () => {
  it('say their grain, and their key is tested', async () => {
    for (const file of await martFiles()) {
      const mart = await readMart(file)
      expect(mart?.name).toBe(file.split('/').at(-1))
      expect(mart?.description).toMatch(/One row per /)
      expect(mart?.data_tests?.some((test) => 'unique_key' in test)).toBe(true)
    }
  })

  it('hold no float', async () => {
    for (const file of await martFiles()) {
      const types = (await readMart(file))?.columns.map(({ data_type: type }) => type) ?? []
      expect(types.filter((type) => /double|float|real/.test(type))).toEqual([])
    }
  })

  it('promise their columns in their contracts', async () => {
    const files = await martFiles()
    for (const [name, columns] of Object.entries(promisedColumns)) {
      const mart = await readMart(files.find((file) => file.endsWith(`/${name}`)) ?? name)
      const own = Object.fromEntries(
        mart?.columns.map((column) => [column.name, column.data_type.replaceAll(' ', '').toUpperCase()]) ??
          [],
      )
      expect(own, name).toMatchObject(columns)
    }
  })

  it('know how fresh each of them is', async () => {
    const text = await modelFile('marts/quality/mart_freshness.sql')
    for (const file of await martFiles()) {
      const name = file.split('/').at(-1) ?? file
      if (name !== 'mart_freshness') expect(text).toContain(`'${name}':`)
    }
  })
})
