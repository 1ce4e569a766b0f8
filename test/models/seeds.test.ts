// Facts that stand both in a seed and in the code are the same facts.
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

  it('make marts of declared streams only', async () => {
    const declared = new Set(streams.map(({ name }) => name))
    const rows = await seed('mart_stream')
    expect(rows.filter((row) => !declared.has(row['stream'] ?? ''))).toEqual([])
  })
})
