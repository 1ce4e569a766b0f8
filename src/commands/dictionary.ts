// The pages of the data dictionary: docs/dictionary.md leads to a page for each subject, with every mart, its grain and columns.
import { join } from 'node:path'
import { readDictionary } from './dictionary-source.ts'
import type { DictionarySource, Mart } from './dictionary-source.ts'

const subjects: Readonly<Record<string, string>> = {
  core: 'Sites, clients, staff, services, calendar, accounts',
  retention: 'Visits, cohorts, states, memberships and churn, intro offers, client value',
  utilization: 'Classes, waitlists, teachers, staff, rooms, hours',
  revenue: 'Sales, payments, revenue, the journal and what is owed',
  reconciliation: "Twins of Mindbody's own reports",
  quality: 'Freshness and findings',
}

const generated = 'Generated from the YAML in `models/marts/` by `npm run contracts`: edit that.'

const table = (head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] =>
  [head, head.map(() => '---'), ...rows].map(
    (cells) => `| ${cells.map((cell) => cell.trim().replaceAll('|', '\\|')).join(' | ')} |`,
  )

const grainOf = ({ description }: Mart): string => /One row per .*$/s.exec(description)?.[0].trim() ?? ''
const aboutOf = ({ description }: Mart): string => description.replace(/One row per .*$/s, '').trim()

const printMart = (mart: Mart): readonly string[] => [
  `## ${mart.name}`,
  '',
  aboutOf(mart),
  '',
  `**${grainOf(mart)}**`,
  '',
  ...table(
    ['column', 'type', 'null', 'what'],
    mart.columns.map(({ name, data_type: type, description, constraints = [] }) => [
      mart.key.includes(name) ? `**\`${name}\`**` : `\`${name}\``,
      type,
      constraints.some((constraint) => constraint.type === 'not_null') ? 'never' : '',
      description,
    ]),
  ),
  '',
]

const printSubject = (subject: string, { marts }: DictionarySource): string => {
  const own = marts.filter((mart) => mart.subject === subject)
  const lines = [
    `# ${subjects[subject] ?? subject}`,
    '',
    `${generated} Bold columns are the key; \`never\` says that a column is never null. [All marts](../dictionary.md).`,
    '',
    ...own.flatMap(printMart),
  ]
  return `${lines.join('\n').trimEnd()}\n`
}

const printIndex = ({ marts, metrics }: DictionarySource): string => {
  const lines = [
    '# Data dictionary',
    '',
    `${generated} What is in \`marts.duckdb\`: ${marts.length} marts, and ${metrics.length} metrics over them.`,
    '',
    ...Object.entries(subjects).flatMap(([subject, title]) => [
      `## ${title}`,
      '',
      ...table(
        ['mart', 'what', 'one row per'],
        marts
          .filter((mart) => mart.subject === subject)
          .map((mart) => [
            `[\`${mart.name}\`](dictionary/${subject}.md#${mart.name})`,
            aboutOf(mart),
            grainOf(mart).replace(/^One row per /, ''),
          ]),
      ),
      '',
    ]),
    '## Metrics',
    '',
    'Semantic models and metrics in the form of MetricFlow, in `models/marts/semantic/`. A ratio is a sum over a sum, whatever it is',
    'grouped by. Metrics of a month count months that are over.',
    '',
    ...table(
      ['metric', 'what', 'is'],
      metrics.map(({ name, label, description, formula }) => [
        `\`${name}\``,
        `${label}. ${description}`,
        `\`${formula}\``,
      ]),
    ),
  ]
  return `${lines.join('\n')}\n`
}

/** How each page is printed, by its path in the package. The YAML is read once for all of them. */
export const dictionaryPages = (root: string): readonly (readonly [string, () => Promise<string>])[] => {
  let read: Promise<DictionarySource> | undefined
  const source = (): Promise<DictionarySource> => (read ??= readDictionary(root))
  return [
    [join('docs', 'dictionary.md'), async () => printIndex(await source())],
    ...Object.keys(subjects).map(
      (subject) =>
        [
          join('docs', 'dictionary', `${subject}.md`),
          async () => printSubject(subject, await source()),
        ] as const,
    ),
  ]
}
