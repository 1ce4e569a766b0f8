// Retention and utilization against what a studio with a lively membership counts of itself: merges, freezes, dead cards, closures.
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createBusiness } from '../../src/sandbox/business.ts'
import { termsOf } from '../../src/sandbox/figures-memberships.ts'
import { peopleOf, type Told } from '../../src/sandbox/figures-people.ts'
import { london } from '../../src/sandbox/plan-london.ts'
import { losAngeles } from '../../src/sandbox/plan-los-angeles.ts'
import type { SitePlan } from '../../src/sandbox/plan.ts'
import { expectFigures } from '../studio-figure.ts'
import { membershipFigures } from '../studio-memberships.ts'
import { retentionFigures } from '../studio-retention.ts'
import { utilizationFigures } from '../studio-utilization.ts'
import { build, openMarts, recordMerges, studioHome } from './studio-warehouse.ts'

/** Contracts of a year end beyond the simulated one. */
const ofThreeMonths = (plan: SitePlan): SitePlan => ({
  ...plan,
  contracts: plan.contracts.map((contract) =>
    contract.months === undefined ? contract : { ...contract, months: 3 },
  ),
})

const business = createBusiness({
  members: true,
  days: 20,
  seed: 7,
  sites: [ofThreeMonths(losAngeles), ofThreeMonths(london)],
})

const told: Told = {
  excluded: [
    { siteId: 10_001, clientId: '1230' },
    { siteId: 10_002, clientId: '1205' },
    { siteId: 10_002, clientId: '1250' },
  ],
  closures: [
    { siteId: 10_001, from: '2025-12-20', until: '2026-01-02' },
    { siteId: 10_001, from: '2026-03-01', until: '2026-03-07' },
    { siteId: 10_002, from: '2026-04-03', until: '2026-04-10' },
  ],
}

let home: string

/** The two tables an owner keeps beside the life itself. */
const tell = async (): Promise<Readonly<Record<string, string>>> => {
  const [persons, closures] = [join(home, 'excluded_person.csv'), join(home, 'site_closure.csv')]
  const rows = (header: string, lines: readonly string[]): string => `${[header, ...lines].join('\n')}\n`
  await writeFile(
    persons,
    rows(
      'site_id,client_id,reason',
      (told.excluded ?? []).map(({ siteId, clientId }) => `${siteId},${clientId},test`),
    ),
  )
  await writeFile(
    closures,
    rows(
      'site_id,from_date,until_date,reason',
      (told.closures ?? []).map(({ siteId, from, until }) => `${siteId},${from},${until},closed`),
    ),
  )
  return { excluded_person: persons, site_closure: closures }
}

beforeAll(async () => {
  home = await studioHome(business)
  await recordMerges(home, business)
  const models = ['retention', 'utilization'].map((room) => `+path:marts/${room},resource_type:model`)
  const { failures } = await build(home, {
    vars: { finance: await tell() },
    select: ['resource_type:seed', ...models],
  })
  expect(failures).toEqual([])
})
afterAll(() => rm(home, { recursive: true, force: true }))

describe('a lively studio', () => {
  it('has seen every end, renewal, freeze and merge that the marts tell apart', () => {
    const terms = peopleOf(business, told).flatMap(termsOf)
    const reasons = new Set(terms.map(({ endReason }) => endReason))
    for (const reason of ['terminated', 'returned', 'declined', 'expired', 'renewed', null] as const)
      expect(reasons).toContain(reason)
    expect(terms.some(({ isInGrace }) => isInGrace)).toBe(true)
    expect(terms.some(({ key }) => key.startsWith('option-'))).toBe(true)
    expect(terms.some(({ client }) => client.suspended !== undefined)).toBe(true)
    expect(business.studios.every(({ merges }) => merges.length > 10)).toBe(true)
    const everybody = peopleOf(business).flatMap(({ persons }) => persons)
    expect(everybody.length).toBeGreaterThan(
      peopleOf(business, told).flatMap(({ persons }) => persons).length,
    )
  })

  it('is told by the marts of retention as it counts itself', async () => {
    await using marts = await openMarts(home)
    await expectFigures(marts, retentionFigures(business, told))
  })

  it('is told by the marts of memberships as it counts itself', async () => {
    await using marts = await openMarts(home)
    await expectFigures(marts, membershipFigures(business, told))
  })

  it('is told by the marts of utilization as it counts itself', async () => {
    await using marts = await openMarts(home)
    await expectFigures(marts, utilizationFigures(business, told))
  })
})
