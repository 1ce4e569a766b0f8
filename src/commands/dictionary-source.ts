// What the YAML beside the marts says of them and of the metrics, as the data dictionary tells it (for contributors).
import { readdir, readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

interface Column {
  readonly name: string
  readonly data_type: string
  readonly description: string
  readonly constraints?: readonly { readonly type: string }[]
}

export interface Mart {
  readonly name: string
  /** Folder it stands in. */
  readonly subject: string
  readonly description: string
  readonly columns: readonly Column[]
  readonly key: readonly string[]
}

interface Measure {
  readonly name: string
  readonly agg: string
  readonly expr?: string
}

interface MetricYaml {
  readonly name: string
  readonly label: string
  readonly description: string
  readonly type_params: {
    readonly measure?: string
    readonly numerator?: string
    readonly denominator?: string
    readonly expr?: string
  }
}

interface MartsYaml {
  readonly models?: readonly (Omit<Mart, 'subject' | 'key'> & {
    readonly data_tests?: readonly { readonly unique_key?: { readonly arguments: { columns: string[] } } }[]
  })[]
  readonly semantic_models?: readonly { readonly model: string; readonly measures?: readonly Measure[] }[]
  readonly metrics?: readonly MetricYaml[]
}

export interface Metric {
  readonly name: string
  readonly label: string
  readonly description: string
  /** What it is made of: a sum over a mart, or other metrics. */
  readonly formula: string
}

export interface DictionarySource {
  readonly marts: readonly Mart[]
  readonly metrics: readonly Metric[]
}

/** Reads them; the YAML library is for development only, so it is loaded here and not at the start of the program. */
export const readDictionary = async (root: string): Promise<DictionarySource> => {
  const { parse } = await import('yaml')
  const folder = join(root, 'models', 'marts')
  const paths = (await readdir(folder, { recursive: true })).filter((path) => path.endsWith('.yml')).sort()
  const files = await Promise.all(
    paths.map(async (path) => ({
      subject: basename(dirname(path)),
      // Unit tests are most of such a file and nothing of the dictionary.
      yaml: parse((await readFile(join(folder, path), 'utf8')).split(/^unit_tests:/m)[0] ?? '') as MartsYaml,
    })),
  )
  const measures = new Map(
    files.flatMap(({ yaml }) =>
      (yaml.semantic_models ?? []).flatMap(({ model, measures: own = [] }) =>
        own.map(({ name, agg, expr }) => [name, `${agg}(${expr ?? name}) of ${martOf(model)}`] as const),
      ),
    ),
  )
  return {
    marts: files.flatMap(({ subject, yaml }) =>
      (yaml.models ?? []).map((mart) => ({
        ...mart,
        subject,
        key: mart.data_tests?.flatMap((test) => test.unique_key?.arguments.columns ?? []) ?? [],
      })),
    ),
    metrics: files.flatMap(({ yaml }) =>
      (yaml.metrics ?? []).map(({ name, label, description, type_params: params }) => ({
        name,
        label,
        description,
        formula: formulaOf(params, measures),
      })),
    ),
  }
}

const martOf = (model: string): string => /ref\('(.*)'\)/.exec(model)?.[1] ?? model

const formulaOf = (
  { measure, numerator, denominator, expr }: MetricYaml['type_params'],
  measures: ReadonlyMap<string, string>,
): string => {
  if (measure !== undefined) return measures.get(measure) ?? measure
  return expr ?? `${numerator ?? ''} / ${denominator ?? ''}`
}
