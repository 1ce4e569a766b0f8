// Numbers of the receiver in the text form of Prometheus: counters by result, time to the answer, and gauges read when asked.
import { results } from './answer.ts'
import type { Result } from './answer.ts'

export interface Gauge {
  readonly name: string
  readonly help: string
  readonly type?: 'gauge' | 'counter'
  /** Left out where nothing is known. */
  readonly value: number | undefined
  readonly labels?: Readonly<Record<string, string>>
}

export interface Metrics {
  count(result: Result): void
  /** Time from a request's headers to its 2xx. */
  acknowledged(seconds: number): void
  countOf(result: Result): number
  /** In the text form 0.0.4. */
  text(gauges: readonly Gauge[]): string
}

const bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10]
const prefix = 'mindbody_webhooks_'

const escaped = (text: string): string =>
  text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"')

const labelled = (name: string, labels: Readonly<Record<string, string>> = {}): string => {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}="${escaped(value)}"`)
  return pairs.length === 0 ? `${prefix}${name}` : `${prefix}${name}{${pairs.join(',')}}`
}

const headOf = (name: string, help: string, type: string): readonly string[] => [
  `# HELP ${prefix}${name} ${help}`,
  `# TYPE ${prefix}${name} ${type}`,
]

/** Values of one name stand together under one head, as the format asks. */
const gaugeLines = (gauges: readonly Gauge[]): readonly string[] => {
  const known = gauges.filter(({ value }) => value !== undefined)
  return [...new Set(known.map(({ name }) => name))].flatMap((name) => {
    const own = known.filter((gauge) => gauge.name === name)
    const [first] = own
    if (first === undefined) return []
    return [
      ...headOf(name, first.help, first.type ?? 'gauge'),
      ...own.map(({ labels, value }) => `${labelled(name, labels)} ${value}`),
    ]
  })
}

export const createMetrics = (): Metrics => {
  const names = Object.keys(results) as Result[]
  const counts = new Map(names.map((name) => [name, 0]))
  const buckets = bounds.map(() => 0)
  let acknowledged = 0
  let sumSeconds = 0

  return {
    count: (result) => void counts.set(result, (counts.get(result) ?? 0) + 1),
    countOf: (result) => counts.get(result) ?? 0,
    acknowledged: (seconds) => {
      acknowledged += 1
      sumSeconds += seconds
      bounds.forEach((bound, index) => {
        if (seconds <= bound) buckets[index] = (buckets[index] ?? 0) + 1
      })
    },
    text: (gauges) =>
      [
        ...headOf('requests_total', 'Requests by what became of them.', 'counter'),
        ...names.map((result) => `${labelled('requests_total', { result })} ${counts.get(result) ?? 0}`),
        ...headOf('ack_seconds', 'Time from the headers of an event to its 2xx.', 'histogram'),
        ...bounds.map(
          (bound, index) => `${labelled('ack_seconds_bucket', { le: String(bound) })} ${buckets[index] ?? 0}`,
        ),
        `${labelled('ack_seconds_bucket', { le: '+Inf' })} ${acknowledged}`,
        `${labelled('ack_seconds_sum')} ${sumSeconds}`,
        `${labelled('ack_seconds_count')} ${acknowledged}`,
        ...gaugeLines(gauges),
        '',
      ].join('\n'),
  }
}
