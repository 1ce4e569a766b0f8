// The site a report is from, where nobody named it: the only one of the marts, or the answer to a question.
import { Problem } from '../core/errors.ts'
import type { Ask, Given } from './given.ts'
import { openMarts } from './open-marts.ts'

/** More than these make no sentence. */
const namedSites = 20

export interface ChosenSite {
  readonly siteId: number
  readonly source: NonNullable<Given['siteSource']>
}

const sitesIn = async (marts: string): Promise<readonly number[]> => {
  await using duck = await openMarts(marts, ['dim_site'])
  const rows = await duck.rows<{ site_id: number }>('select site_id from dim_site order by site_id')
  return rows.map(({ site_id: siteId }) => siteId)
}

/** @throws Problem REPORT_SETTINGS for a site the marts do not know, HOME_UNUSABLE when no marts are published. */
export const assertSite = async (marts: string, siteId: number): Promise<void> => {
  if ((await sitesIn(marts)).includes(siteId)) return
  throw new Problem('REPORT_SETTINGS', {
    what: `The marts hold no site ${siteId}.`,
    remedy: 'Give the site the reports are from with --site.',
  })
}

/**
 * The site of a report that names none.
 * @param marts path of marts.duckdb
 * @throws Problem REPORT_SETTINGS where there are several and nobody to ask, HOME_UNUSABLE when no marts are published.
 */
export const chooseSite = async (marts: string, ask: Ask | undefined): Promise<ChosenSite> => {
  const sites = await sitesIn(marts)
  const [only] = sites
  if (only !== undefined && sites.length === 1) return { siteId: only, source: 'found' }
  const more = sites.length - namedSites
  const list = `${sites.slice(0, namedSites).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
  const answer = sites.length === 0 || ask === undefined ? '' : await ask(`Which site (${list})? `)
  const siteId = sites.find((site) => String(site) === answer.trim())
  if (siteId !== undefined) return { siteId, source: 'asked' }
  throw new Problem('REPORT_SETTINGS', {
    what:
      sites.length === 0
        ? 'The marts hold no site.'
        : `The report may be from any site of the marts: ${list}.`,
    remedy: sites.length === 0 ? 'Run `sync` and `build` first.' : 'Name the site it is from with --site.',
  })
}
