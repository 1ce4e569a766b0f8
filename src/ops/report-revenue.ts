// Revenue by account and day: stacked bars, one chart per site and currency, since currencies do not add up.
import type { Markup } from '../core/html.ts'
import { html } from '../core/html.ts'
import { addDays } from '../core/time.ts'
import { drawChart, ink, seriesInk } from './chart.ts'
import type { ReportData, RevenueRow } from './report-data.ts'
import { revenueDays } from './report-data.ts'

const money = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })

/** Sums of exact two-digit texts in whole cents. */
const centsOf = (text: string): number => Math.round(Number(text) * 100)

interface Account {
  readonly code: string
  readonly name: string | null
  readonly cents: number
  readonly centsByDay: ReadonlyMap<string, number>
}

const accountOf = (code: string, name: string | null, rows: readonly RevenueRow[]): Account => {
  const centsByDay = new Map<string, number>()
  for (const row of rows)
    centsByDay.set(row.local_date, (centsByDay.get(row.local_date) ?? 0) + centsOf(row.net))
  return { code, name, centsByDay, cents: [...centsByDay.values()].reduce((sum, cents) => sum + cents, 0) }
}

/** Accounts by size; beyond the palette the small ones become one. */
const accountsOf = (rows: readonly RevenueRow[]): readonly Account[] => {
  const names = new Map(rows.map(({ account_code: code, account_name: name }) => [code, name]))
  const accounts = [...names]
    .map(([code, name]) =>
      accountOf(
        code,
        name,
        rows.filter((row) => row.account_code === code),
      ),
    )
    .toSorted((one, other) => Math.abs(other.cents) - Math.abs(one.cents) || (one.code < other.code ? -1 : 1))
  if (accounts.length <= seriesInk.length) return accounts
  const shown = accounts.slice(0, seriesInk.length - 1)
  const others = new Set(accounts.slice(shown.length).map(({ code }) => code))
  return [
    ...shown,
    accountOf(
      `${others.size} other accounts`,
      null,
      rows.filter((row) => others.has(row.account_code)),
    ),
  ]
}

const chartOf = (
  title: string,
  currency: string,
  days: readonly string[],
  accounts: readonly Account[],
): Markup =>
  drawChart(
    {
      grid: {
        left: 8,
        right: 8,
        top: 26,
        bottom: 4,
        outerBoundsMode: 'same',
        outerBoundsContain: 'axisLabel',
      },
      xAxis: {
        type: 'category',
        data: days,
        axisTick: { show: false },
        axisLine: { lineStyle: { color: ink.rule } },
        axisLabel: {
          color: ink.quiet,
          // Days are many, weeks are legible: a label on each Monday.
          interval: (_: number, day: string) => new Date(`${day}T00:00:00Z`).getUTCDay() === 1,
          formatter: (day: string) => day.slice(5),
          hideOverlap: true,
        },
      },
      yAxis: {
        type: 'value',
        name: `${currency} a day`,
        nameTextStyle: { color: ink.quiet, align: 'left', padding: [0, 0, 0, -30] },
        nameGap: 10,
        axisLabel: { color: ink.quiet },
        splitLine: { lineStyle: { color: ink.rule, width: 0.7 } },
      },
      series: accounts.map(({ code, name, centsByDay }, index) => ({
        type: 'bar',
        name: name ?? code,
        stack: 'day',
        barCategoryGap: '18%',
        itemStyle: { color: seriesInk[index] },
        data: days.map((day) => (centsByDay.get(day) ?? 0) / 100),
      })),
    },
    330,
    {
      label: `Net revenue of ${title} by account and day, ${days[0] ?? ''} to ${days.at(-1) ?? ''}, in ${currency}`,
      caption: `Net of discount, without tax, at the sale's local date (native accrual). Returns stand below the line.`,
    },
  )

/** The accounts' sums; also the chart's legend, since it is read beside the bars. */
const tableOf = (currency: string, accounts: readonly Account[]): Markup =>
  html`<table>
    <tr>
      <th>Account</th>
      <th>Name</th>
      <th class="number">Net, ${currency}</th>
    </tr>
    ${accounts.map(
      ({ code, name, cents }, index) =>
        html`<tr>
          <td><span class="swatch" style="background: var(--s${index + 1})"></span>${code}</td>
          <td>${name}</td>
          <td class="number">${money.format(cents / 100)}</td>
        </tr>`,
    )}
    <tr>
      <th>Total</th>
      <th></th>
      <th class="number">${money.format(accounts.reduce((sum, { cents }) => sum + cents, 0) / 100)}</th>
    </tr>
  </table>`

/** The section on revenue. */
export const revenueSection = ({ sites, revenue, asOf }: ReportData): Markup => {
  const days = Array.from({ length: revenueDays }, (_, index) =>
    addDays(asOf ?? '1970-01-01', index + 1 - revenueDays),
  )
  const charts = sites.flatMap(({ site_id: siteId, site_name: name }) => {
    const ofSite = revenue.filter((row) => row.site_id === siteId)
    return [...new Set(ofSite.map((row) => row.currency))].map((currency) => {
      const accounts = accountsOf(ofSite.filter((row) => row.currency === currency))
      return html`<h3>${name}</h3>
        ${chartOf(name, currency, days, accounts)}${tableOf(currency, accounts)}`
    })
  })
  return html`<section>
    <h2>Revenue by account and day</h2>
    <p class="quiet">The last ${revenueDays} days of the marts, each site in its own currency.</p>
    ${charts.length > 0 ? charts : html`<p>No revenue yet.</p>`}
  </section>`
}
