// Locations a report was filtered by: by name or number, however they are written, or refused.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Duck } from '../../src/lakehouse/duck.ts'
import { checkLocations } from '../../src/reconcile/locations.ts'

let duck: Duck

beforeAll(async () => {
  duck = await Duck.open(':memory:')
  await duck.run(`
    create schema marts;
    create table marts.dim_location as select * from (values
      (1, 5, 'Downtown'), (1, 98, 'Online Store'), (1, 7, null), (2, 6, 'Pier')) as l(site_id, location_id, location_name)`)
})
afterAll(() => duck.close())

const check = (...names: readonly string[]): Promise<void> =>
  checkLocations(duck, 1, names.length === 0 ? undefined : { value: names, source: 'flag' })

it('knows names in any letter case, numbers, and all of them', async () => {
  await check()
  await check(' DOWNTOWN ', '98', '7')
})

it('names the one that may have been meant, or all', async () => {
  await expect(check('Downton')).rejects.toThrow(
    expect.objectContaining({
      what: 'Site 1 has no location "Downton".',
      remedy: 'Did you mean "Downtown"?',
    }),
  )
  await expect(check('Pier')).rejects.toThrow(
    expect.objectContaining({ remedy: 'Its locations are: "Downtown", "Online Store", "7".' }),
  )
})
