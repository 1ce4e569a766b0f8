// What every staging model owes: its grain said, its key tested as the stream's card has it, health and free text left in raw.
import { readdir } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { streams } from '../../streams/index.ts'
import { modelFile } from './macro.ts'

const folder = 'staging/mindbody'

interface Described {
  readonly name: string
  readonly description: string
  readonly data_tests?: readonly {
    readonly unique_key?: { readonly arguments: { readonly columns: readonly string[] } }
  }[]
}

const staging = async () => {
  const files = await readdir(new URL(`../../models/${folder}/`, import.meta.url))
  const named = (end: string): readonly string[] => files.filter((file) => file.endsWith(end))
  const texts = await Promise.all(named('.yml').map((file) => modelFile(`${folder}/${file}`)))
  // A file may hold unit tests alone, of a model described elsewhere.
  const described = texts.flatMap((text) => (parse(text) as { models?: readonly Described[] }).models ?? [])
  return {
    names: named('.sql').map((file) => file.replace('.sql', '')),
    of: new Map(described.map((model) => [model.name, model])),
  }
}

const keyOf = (model: Described | undefined): readonly string[] =>
  model?.data_tests?.flatMap((test) => test.unique_key?.arguments.columns ?? []) ?? []

describe('staging models', () => {
  it('say their grain, and their key is tested', async () => {
    const { names, of } = await staging()
    for (const name of names.filter((model) => model.startsWith('stg_'))) {
      expect(of.get(name)?.description, name).toMatch(/ One row per .*\.$/)
      expect(keyOf(of.get(name))[0], name).toBe('site_id')
    }
    expect([...of.keys()].filter((name) => !names.includes(name))).toEqual([])
  })

  it('keep the key of their stream, part for part', async () => {
    const { of } = await staging()
    for (const { name, key } of streams) {
      // A site is asked for itself alone: its own id says no more than the site asked.
      const parts = name === 'sites' ? 0 : key.length
      expect(keyOf(of.get(`stg_mindbody__${name}`)).slice(1), name).toHaveLength(parts)
    }
  })

  it('leave health and free text in raw', async () => {
    for (const { name, fields, personal } of streams) {
      const sql = await modelFile(`${folder}/stg_mindbody__${name}.sql`)
      for (const [field, kind] of Object.entries(personal)) {
        if (fields[field] !== 'text' || (kind !== 'health' && kind !== 'free_text')) continue
        expect(sql, `${name}.${field}`).not.toContain(`"${field}"`)
      }
    }
  })
})
