// The report page: whole, escaped, without scripts or requests, and honest about what is not known.
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { writeReport } from '../../src/ops/report.ts'
import { makeReportHome } from './report-fixture.ts'

const now = new Date('2026-07-01T12:05:00Z')

describe('the report', () => {
  let place: Awaited<ReturnType<typeof makeReportHome>>
  let path: string
  let text: string
  beforeAll(async () => {
    place = await makeReportHome()
    await mkdir(join(place.home, 'reports'))
    await writeFile(
      join(place.home, 'reports', 'reconcile-sales-1-2026-06-01-2026-06-30.json'),
      JSON.stringify({
        report: 'sales',
        site_id: 1,
        from: '2026-06-01',
        to: '2026-06-30',
        currency: 'USD',
        native_total: '100.00',
        our_total: '90.00',
        variance: '10.00',
        explained_percent: 100,
        verdict: 'explained',
        differences: [{ cause: 'missing_in_api', count: 1, amount: '10.00' }],
        reconciled_at: '2026-07-01T12:00:00.000Z',
      }),
    )
    path = await writeReport({ home: place.home, marts: place.marts, now })
    text = await readFile(path, 'utf8')
  })
  afterAll(() => place.remove())

  test('is one file that asks nothing of anybody', async () => {
    expect(path).toBe(join(place.home, 'reports', 'report.html'))
    expect(text).not.toMatch(/<script|<link|<iframe|<img|@import|\son\w+=/i)
    expect(text.replaceAll('http://www.w3.org/', '')).not.toMatch(/https?:\/\//)
    expect(text).toContain("default-src 'none'")
    expect((await stat(path)).mode & 0o777).toBe(0o600)
  })

  test('escapes the studio’s own words, in charts too', () => {
    expect(text).toContain('Harbor &lt;b&gt;Yoga&lt;/b&gt;')
    expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
    expect(text).not.toContain('<b>Yoga')
    expect(text).not.toContain('<Retail>')
  })

  test('draws a revenue chart per site in its own currency and leaves no stand-in colour', () => {
    expect(text.match(/<svg/g)).toHaveLength(4)
    expect(text).toContain('USD a day')
    expect(text).toContain('GBP a day')
    expect(text).not.toMatch(/#0101/)
    expect(text).toContain('var(--s1)')
  })

  test('names accounts beside their codes, and shows a code without a name all the same', () => {
    expect(text).toMatch(/4100<\/td>\s*<td>Memberships<\/td>/)
    expect(text).toContain('&lt;Retail&gt; &amp; &quot;more&quot;')
    expect(text).toMatch(/4300<\/td>\s*<td><\/td>/)
  })

  test('leaves immature months blank and shows month zero as 100 %', () => {
    const lastCohort = /<th>2026-06<\/th>.*?<\/tr>/s.exec(text)?.[0] ?? ''
    expect(lastCohort.match(/<td><\/td>/g)?.length).toBe(11)
    expect(lastCohort).toContain('46 of 46')
  })

  test('tells never read, the verdict and the warnings', () => {
    expect(text).toContain('never read')
    expect(text).toContain('missing_in_api 1 (10.00)')
    expect(text).toContain('1 not fresh')
  })
})

test('an empty warehouse still has a report', async () => {
  const place = await makeReportHome(true)
  try {
    const text = await readFile(await writeReport({ home: place.home, marts: place.marts, now }), 'utf8')
    expect(text).toContain('No revenue yet.')
    expect(text).toContain('No visits yet.')
    expect(text).toContain('No classes yet.')
  } finally {
    await place.remove()
  }
})

test('a broken verdict is named, with what to do', async () => {
  const place = await makeReportHome()
  try {
    await mkdir(join(place.home, 'reports'))
    await writeFile(join(place.home, 'reports', 'reconcile-sales-1.json'), '{"report":')
    await expect(writeReport({ home: place.home, marts: place.marts, now })).rejects.toMatchObject({
      code: 'HOME_UNUSABLE',
      message: expect.stringContaining('reconcile-sales-1.json'),
    })
  } finally {
    await place.remove()
  }
})

test('no marts: says what to run', async () => {
  await expect(writeReport({ home: '/nowhere', marts: '/nowhere/marts.duckdb', now })).rejects.toMatchObject({
    code: 'HOME_UNUSABLE',
  })
})
