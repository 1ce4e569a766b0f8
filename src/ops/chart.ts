// Charts as SVG text, drawn by echarts without a browser; colours become the page's variables, so dark screens get dark charts.
import { BarChart, HeatmapChart } from 'echarts/charts'
import { GridComponent, VisualMapContinuousComponent } from 'echarts/components'
import * as echarts from 'echarts/core'
import type { EChartsCoreOption } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import type { Markup } from '../core/html.ts'
import { html, trusted } from '../core/html.ts'

echarts.use([BarChart, HeatmapChart, GridComponent, VisualMapContinuousComponent, SVGRenderer])

/** echarts only takes real colours: these stand in for the page's variables until the SVG is written. */
export const ink = {
  text: '#010101',
  quiet: '#010102',
  rule: '#010103',
  ground: '#010104',
  accent: '#010105',
} as const

/** Distinct hues of the page's palette; the last is the one for "all others". */
export const seriesInk = [
  '#010111',
  '#010112',
  '#010113',
  '#010114',
  '#010115',
  '#010116',
  '#010117',
  '#010118',
] as const

const variables: readonly (readonly [string, string])[] = [
  [ink.text, '--ink'],
  [ink.quiet, '--quiet'],
  [ink.rule, '--rule'],
  [ink.ground, '--ground'],
  [ink.accent, '--accent'],
  ...seriesInk.map((colour, index) => [colour, `--s${index + 1}`] as const),
]

export const chartWidth = 1040

export interface ChartText {
  /** What the chart shows, for those who cannot see it. */
  readonly label: string
  readonly caption: string
}

const toVariables = (svg: string): string =>
  variables.reduce((text, [colour, name]) => text.replaceAll(colour, `var(${name})`), svg)

/** Draws one chart as a figure that scrolls sideways on narrow screens instead of shrinking its text. */
export const drawChart = (option: EChartsCoreOption, heightPx: number, text: ChartText): Markup => {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: chartWidth, height: heightPx })
  try {
    chart.setOption({
      animation: false,
      textStyle: {
        fontFamily: 'system-ui, "Segoe UI", "DejaVu Sans", sans-serif',
        color: ink.text,
        fontSize: 12,
      },
      ...option,
    })
    const svg = toVariables(chart.renderToSVGString())
    return html`<figure role="img" aria-label="${text.label}">
      <div class="scroll">${trusted(svg)}</div>
      <figcaption class="quiet small">${text.caption}</figcaption>
    </figure>`
  } finally {
    chart.dispose()
  }
}
