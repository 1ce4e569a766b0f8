// The pages in a real browser: they ask nothing, say nothing, run nothing, and fit a telephone.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { reconcile } from '../../src/reconcile/reconcile.ts'
import { writeReconciliation } from '../../src/reconcile/report-files.ts'
import { Duck } from '../../src/lakehouse/duck.ts'
import { writeReport } from '../../src/ops/report.ts'
import { june, makeHome, salesCsv } from '../reconcile/marts-fixture.ts'
import { equalReconciled, reconciledOf, someTrail } from '../reconcile/reconciled-fixture.ts'
import { openBrowser, visit } from './browser.ts'
import { makeReportHome } from './report-fixture.ts'

const now = new Date('2026-07-01T12:05:00Z')
const hostile = '<script>alert(1)</script>'

let browser: Browser
const cleanups: (() => Promise<void>)[] = []
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  for (const cleanup of cleanups) await cleanup()
})

/** One sale in the file only, of a hostile item and client; its verdict is also in the report of the home. */
const reconcilePage = async (home: string): Promise<string> => {
  const place = await makeHome({ sales: [{ sale: 1, at: '2026-06-03T10:00:00', paid: '18.00' }] })
  cleanups.push(place.remove)
  const file = join(place.home, 'sales.csv')
  const stranger = { sale: hostile, date: '6/21/2026', paid: '40.00', item: hostile }
  await writeFile(file, salesCsv([{ sale: 1, date: '6/3/2026', paid: '18.00' }, stranger], '58.00'))
  return (await writeReconciliation(home, await reconcile(june(place, file)))).html
}

const renameHostile = async (marts: string): Promise<void> => {
  await using duck = await Duck.open(marts)
  await duck.run(`update dim_account set account_name = '${hostile}' where account_code = '4100'`)
  await duck.run(`update dim_site set site_name = 'Harbor ${hostile}' where site_id = 1`)
}

const pages: Record<'report' | 'empty' | 'reconciliation' | 'signed' | 'equal', string> = {
  report: '',
  empty: '',
  reconciliation: '',
  signed: '',
  equal: '',
}
beforeAll(async () => {
  const place = await makeReportHome()
  const empty = await makeReportHome(true)
  cleanups.push(place.remove, empty.remove)
  await renameHostile(place.marts)
  pages.reconciliation = await reconcilePage(place.home)
  pages.signed = (await writeReconciliation(place.home, reconciledOf(), someTrail)).html
  pages.equal = (await writeReconciliation(empty.home, equalReconciled())).html
  pages.report = await writeReport({ home: place.home, marts: place.marts, now })
  pages.empty = await writeReport({ home: empty.home, marts: empty.marts, now })
})

const headings: Readonly<Record<keyof typeof pages, readonly string[]>> = {
  report: [
    'Reconciliation',
    'Revenue by account and day',
    'Retention by first visit',
    'Utilization by weekday and hour',
    'Data quality',
    'Freshness',
  ],
  empty: ['Reconciliation', 'Revenue by account and day', 'Retention by first visit', 'Freshness'],
  reconciliation: ['Differences by cause', 'Each difference', 'How it was compared'],
  signed: [
    'Differences by cause',
    'Settings',
    "The file's own totals",
    'Where it differs',
    'Each difference',
    'Names the marts do not know',
    'Sign-off',
    'How it was compared',
  ],
  equal: ['Differences by cause', 'Settings', "The file's own totals", 'Sign-off', 'How it was compared'],
}

/** By how many pixels the page is wider than the screen. */
const overflowOf = (page: Page): Promise<number> =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')

const screens = [{ width: 1_280 }, { width: 390 }, { width: 390, isDark: true }] as const

describe.each(['report', 'empty', 'reconciliation', 'signed', 'equal'] as const)('the page: %s', (name) => {
  test.each(screens)('is whole, quiet and fits on $width px', async (screen) => {
    const { page, troubles, requests, url } = await visit(browser, pages[name], screen)
    for (const heading of headings[name]) {
      const found = page.getByRole('heading', { name: heading, exact: true })
      expect(await found.count(), heading).toBe(1)
      expect(await found.isVisible(), heading).toBe(true)
    }
    expect(await overflowOf(page)).toBe(0)
    expect(await page.locator('script').count()).toBe(0)
    expect(troubles).toEqual([])
    expect(requests).toEqual([url])
    await page.close()
  })
})

test('every chart has a box, its bars and cells are drawn, in light and in dark', async () => {
  for (const screen of screens) {
    const { page } = await visit(browser, pages.report, screen)
    const charts = await page.locator('figure svg').all()
    expect(charts).toHaveLength(4)
    for (const chart of charts) {
      const box = await chart.boundingBox()
      expect(box?.width).toBeGreaterThan(300)
      expect(box?.height).toBeGreaterThan(150)
      const painted = chart.locator('path[fill^="var(--s"], path[fill="var(--accent)"]')
      expect(await painted.count()).toBeGreaterThan(20)
    }
    await page.close()
  }
})

test('names of the studio stay text, in tables, charts and evidence', async () => {
  const report = await visit(browser, pages.report, { width: 1_280 })
  expect(await report.page.getByRole('heading', { level: 1 }).textContent()).toContain(`Harbor ${hostile}`)
  expect(await report.page.getByRole('cell', { name: hostile, exact: true }).count()).toBe(2)
  expect(await report.page.locator('figure').first().getAttribute('aria-label')).toContain(hostile)
  await report.page.close()
  const evidence = await visit(browser, pages.reconciliation, { width: 1_280 })
  expect(await evidence.page.getByText(`sale id: ${hostile}`).count()).toBe(1)
  await evidence.page.close()
})
