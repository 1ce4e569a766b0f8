// The dbt sources are what the stream cards print, and staging reads each of them.
import { readdir } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { printSources } from '../../src/lakehouse/dbt-sources.ts'
import { warehouseStreams } from '../../src/commands/warehouse-streams.ts'
import { streams } from '../../streams/index.ts'
import { modelFile } from './macro.ts'

const warehouse = warehouseStreams({ streams })

describe('sources', () => {
  it('in the project are the printed ones', async () => {
    expect(await modelFile('staging/_sources.yml')).toBe(printSources(warehouse))
  })

  it('carry the columns of their card, the site first and the loader last', () => {
    const { sources } = parse(printSources(warehouse)) as {
      sources: { tables: { name: string; columns: { name: string }[] }[] }[]
    }
    const visits = sources[0]?.tables.find(({ name }) => name === 'client_contracts')
    const names = visits?.columns.map(({ name }) => name) ?? []
    expect(names.slice(0, 3)).toEqual(['SiteId', 'ClientId', 'PayerClientId'])
    expect(names.slice(-5)).toEqual(['_batch_id', '_extracted_at', '_request_id', '_deleted_at', '_extra'])
    expect(names).not.toContain('ContractText')
  })

  it.each(warehouse.map(({ name }) => name))('%s has a staging model that reads it', async (name) => {
    expect(await modelFile(`staging/mindbody/stg_mindbody__${name}.sql`)).toContain(
      `source('mindbody', '${name}')`,
    )
  })

  it('are read by staging only', async () => {
    const files = await readdir(new URL('../../models/', import.meta.url), { recursive: true })
    const others = files.filter((file) => /^(intermediate|marts)\/.*\.sql$/.test(file))
    for (const file of others) expect(await modelFile(file)).not.toContain("source('mindbody'")
  })

  // What is built of changed sources are tables alone: of a third kind nobody has thought.
  it('lead to views and tables only', async () => {
    const files = await readdir(new URL('../../models/', import.meta.url), { recursive: true })
    const kinds = new Set<string>()
    for (const file of files.filter((name) => /\.(sql|yml)$/.test(name) && !name.startsWith('macros/'))) {
      const told = (await modelFile(file)).matchAll(/\bmaterialized['"]?\s*[:=]\s*['"]?(\w+)/g)
      for (const [, kind = ''] of told) kinds.add(kind)
    }
    expect([...kinds].toSorted()).toEqual(['table', 'view'])
  })
})
