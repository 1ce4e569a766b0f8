// Whether the locations a report was filtered by are known: a misspelt one would make every row a difference.
import { Problem } from '../core/errors.ts'
import { nearName } from '../core/near-name.ts'
import { nameKey } from '../finance/cells.ts'
import type { Duck } from '../lakehouse/duck.ts'
import type { Settled } from './given.ts'

/** More than these make no sentence. */
const namedLocations = 20

/**
 * Holds the locations against those of the site.
 * @param duck with the marts attached as `marts`
 * @throws Problem REPORT_SETTINGS naming the unknown one and the one it may have meant.
 */
export const checkLocations = async (
  duck: Duck,
  siteId: number,
  locations: Settled['locations'],
): Promise<void> => {
  if (locations === undefined) return
  const known = await duck.rows<{ id: string; name: string | null }>(
    `select location_id::varchar as id, location_name as name from marts.dim_location
     where site_id = $1 order by location_name, location_id`,
    [siteId],
  )
  const keys = new Map(known.map(({ id, name }) => [nameKey(name ?? id), name ?? id]))
  const ids = new Set(known.map(({ id }) => id))
  const odd = locations.value.find((name) => !keys.has(nameKey(name)) && !ids.has(name.trim()))
  if (odd === undefined) return
  const near = nearName(odd, [...keys.keys()])
  const names = [...keys.values()].slice(0, namedLocations).map((name) => `"${name}"`)
  throw new Problem('REPORT_SETTINGS', {
    what: `Site ${siteId} has no location "${odd}".`,
    remedy:
      near === undefined
        ? `Its locations are: ${names.join(', ') || 'none'}.`
        : `Did you mean "${keys.get(near) ?? near}"?`,
  })
}
