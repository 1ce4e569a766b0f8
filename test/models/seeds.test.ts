// Facts that stand both in a seed and in the code are the same facts.
import { readdir } from 'node:fs/promises'
import { basename } from 'node:path'
import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { windowsZones } from '../../src/core/windows-zones.ts'
import { streams } from '../../streams/index.ts'
import { modelFile } from './macro.ts'

const seed = async (name: string): Promise<readonly Readonly<Record<string, string>>[]> =>
  parse(await modelFile(`seeds/${name}.csv`), { columns: true })

describe('seeds', () => {
  it('name the same Windows zones as core/time', async () => {
    const rows = await seed('windows_zones')
    expect(Object.fromEntries(rows.map((row) => [row['windows_zone'], row['iana_zone']]))).toEqual(
      windowsZones,
    )
  })

  it('map accounts for no site in particular: a chart is its owner’s decision', async () => {
    const rows = await seed('gl_map')
    expect(rows.filter((row) => row['site_id'] !== '' || row['revenue_category_id'] !== '')).toEqual([])
  })

  it('name the streams of every mart but the chart of accounts and its map, which have none', async () => {
    const files = await readdir(new URL('../../models/marts/', import.meta.url), { recursive: true })
    const marts = files.filter((file) => file.endsWith('.sql')).map((file) => basename(file, '.sql'))
    const known = new Set((await seed('mart_stream')).map((row) => row['mart']))
    const without = ['dim_account', 'dim_gl_rule', 'mart_freshness']
    expect(marts.filter((mart) => !known.has(mart)).toSorted()).toEqual(without)
  })

  it('make marts of declared streams only', async () => {
    const declared = new Set(streams.map(({ name }) => name))
    const rows = await seed('mart_stream')
    expect(rows.filter((row) => !declared.has(row['stream'] ?? ''))).toEqual([])
  })

  it('and the freshness of marts knows which of these are read only when they are named', async () => {
    const used = new Set((await seed('mart_stream')).map((row) => row['stream']))
    const named = streams.filter(({ name, optIn }) => used.has(name) && optIn !== undefined)
    const list = /set opt_in = \[(.*?)\]/.exec(await modelFile('marts/quality/mart_freshness.sql'))?.[1] ?? ''
    expect(list).toBe(named.map(({ name }) => `'${name}'`).join(', '))
  })
})
