// What a studio does to books that are over: sales that vanish, move or turn up late, visits that are entered or taken back.
import { drawOf } from './books-draw.ts'
import type { Sale, Site, Visit } from './books-shape.ts'

/** The first reading of a site: some of what happened was not entered yet. */
export const asFirstTold = (site: Site): Site => ({
  ...site,
  sales: site.sales.filter(({ id }) => id % 7 !== 0),
  visits: site.visits.filter(({ id }) => id % 6 !== 0),
})

/** The same site after somebody went over its past: about a fifth of its sales and visits are not what they were. */
export const edited = (site: Site): Site => {
  const draw = drawOf(site.seed + 1)
  const sale = (one: Sale): readonly Sale[] => {
    if (draw.chance(6)) return []
    if (draw.chance(6)) return [{ ...one, day: one.day + draw.int(1, 40) }]
    if (draw.chance(6)) return [{ ...one, location: 3 - one.location }]
    if (draw.chance(6)) return [{ ...one, tenders: one.tenders.slice(1) }]
    return [one]
  }
  const visit = (one: Visit): readonly Visit[] => {
    if (draw.chance(10)) return []
    return [draw.chance(10) ? { ...one, outcome: 'early_cancel' } : one]
  }
  return { ...site, sales: site.sales.flatMap(sale), visits: site.visits.flatMap(visit) }
}
