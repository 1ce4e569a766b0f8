// Utilization by weekday and local hour: attended places over places offered, summed before they are divided.
import type { Markup } from '../core/html.ts'
import { html } from '../core/html.ts'
import { drawChart, ink } from './chart.ts'
import type { HourRow, ReportData } from './report-data.ts'

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const

/** Opacity of an empty and of a full hour: even the deepest leaves its number legible in the ink of the page. */
const shades = [0.05, 0.62]

const rowHeightPx = 34

const hourText = (hour: number): string => `${String(hour).padStart(2, '0')}:00`

const heatMapOf = (name: string, rows: readonly HourRow[]): Markup => {
  const offered = rows.filter((row) => row.capacity > 0)
  const hoursSeen = offered.map((row) => row.local_hour)
  const first = Math.min(...hoursSeen)
  const hours = Array.from({ length: Math.max(...hoursSeen) - first + 1 }, (_, index) => first + index)
  return drawChart(
    {
      grid: {
        left: 8,
        right: 8,
        top: 24,
        bottom: 4,
        outerBoundsMode: 'same',
        outerBoundsContain: 'axisLabel',
      },
      xAxis: {
        type: 'category',
        position: 'top',
        data: hours.map(hourText),
        axisTick: { show: false },
        axisLine: { show: false },
        axisLabel: { color: ink.quiet, interval: 0 },
      },
      yAxis: {
        type: 'category',
        inverse: true,
        data: weekdays,
        axisTick: { show: false },
        axisLine: { show: false },
        axisLabel: { color: ink.quiet },
      },
      // Fill above 100 % is real (overbooking) and keeps its number; only its shade ends there.
      visualMap: { show: false, min: 0, max: 100, inRange: { opacity: shades } },
      series: [
        {
          type: 'heatmap',
          label: { show: true, fontSize: 12 },
          data: offered.map(({ weekday, local_hour: hour, attended, capacity }) => {
            const share = attended / capacity
            return {
              value: [hour - first, weekday - 1, Math.round(share * 100)],
              label: { opacity: 1, color: ink.text },
              itemStyle: {
                color: ink.accent,
                borderColor: ink.ground,
                borderWidth: 2,
              },
            }
          }),
        },
      ],
    },
    rowHeightPx * weekdays.length + 30,
    {
      label: `Share of places attended at ${name} by weekday and local hour, in percent`,
      caption: 'Percent of places attended. No class in an hour leaves it blank.',
    },
  )
}

/** The section on utilization. */
export const utilizationSection = ({ sites, hours }: ReportData): Markup => {
  const maps = sites
    .map((site) => ({ site, rows: hours.filter((row) => row.site_id === site.site_id) }))
    .filter(({ rows }) => rows.some((row) => row.capacity > 0))
    .map(
      ({ site, rows }) =>
        html`<h3>
            ${site.site_name}${site.time_zone === null ? '' : html` <span class="quiet">(${site.time_zone})</span>`}
          </h3>
          ${heatMapOf(site.site_name, rows)}`,
    )
  return html`<section>
    <h2>Utilization by weekday and hour</h2>
    <p class="quiet">
      Attended places over places offered, over the whole of the marts; an hour is the studio's wall clock.
      Cancelled classes and classes without a stated capacity are left out.
    </p>
    ${maps.length > 0 ? maps : html`<p>No classes yet.</p>`}
  </section>`
}
