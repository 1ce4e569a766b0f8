// The semantic models and metrics beside the marts, and each metric as one SQL expression over its marts.
import { readdir } from 'node:fs/promises'
import { parse } from 'yaml'
import { modelFile } from './macro.ts'

interface Named {
  readonly name: string
  readonly expr?: string
}

interface Measure extends Named {
  readonly agg: 'sum' | 'count_distinct'
  readonly non_additive_dimension?: { readonly name: string; readonly window_groupings: readonly string[] }
}

interface SemanticModel {
  readonly name: string
  /** The mart it stands on. */
  readonly mart: string
  readonly entities?: readonly Named[]
  readonly dimensions?: readonly Named[]
  readonly measures?: readonly Measure[]
}

interface Metric {
  readonly name: string
  readonly type_params: {
    readonly measure?: string
    readonly numerator?: string
    readonly denominator?: string
    readonly expr?: string
    readonly metrics?: readonly Named[]
  }
}

export interface Semantics {
  readonly models: readonly SemanticModel[]
  readonly metrics: readonly Metric[]
}

export const readSemantics = async (): Promise<Semantics> => {
  const files = await readdir(new URL('../../models/marts/semantic/', import.meta.url))
  const parts = await Promise.all(
    files.map(async (file) => {
      const text = await modelFile(`marts/semantic/${file}`)
      return parse(text) as {
        semantic_models?: readonly (Omit<SemanticModel, 'mart'> & { readonly model: string })[]
        metrics?: readonly Metric[]
      }
    }),
  )
  return {
    models: parts.flatMap(({ semantic_models: models = [] }) =>
      models.map((model) => ({ ...model, mart: /ref\('(\w+)'\)/.exec(model.model)?.[1] ?? model.model })),
    ),
    metrics: parts.flatMap(({ metrics = [] }) => metrics),
  }
}

/** A measure over all of its mart; one that must not be added up over time is taken at the last day of each of its groups. */
const measureSql = ({ models }: Semantics, name: string): string => {
  const model = models.find(({ measures = [] }) => measures.some((measure) => measure.name === name))
  const measure = model?.measures?.find((own) => own.name === name)
  if (model === undefined || measure === undefined) throw new RangeError(`no measure ${name}`)
  const { agg, expr = name, non_additive_dimension: last } = measure
  const call = agg === 'count_distinct' ? `count(distinct ${expr})` : `${agg}(${expr})`
  if (last === undefined) return `(select ${call} from ${model.mart})`
  const exprOf = (own: string): string => {
    const found = [...(model.entities ?? []), ...(model.dimensions ?? [])].find((named) => named.name === own)
    return found?.expr ?? own
  }
  const day = exprOf(last.name)
  const groups = last.window_groupings.map(exprOf).join(', ')
  return `(select ${call} from (select * from ${model.mart} qualify ${day} = max(${day}) over (partition by ${groups})))`
}

/** A metric over everything, as a scalar expression: what MetricFlow would ask for without a dimension. */
export const metricSql = (semantics: Semantics, name: string): string => {
  const metric = semantics.metrics.find((own) => own.name === name)
  if (metric === undefined) throw new RangeError(`no metric ${name}`)
  const { measure, numerator, denominator, expr = '', metrics = [] } = metric.type_params
  if (measure !== undefined) return measureSql(semantics, measure)
  if (numerator !== undefined && denominator !== undefined)
    return `(${metricSql(semantics, numerator)} / ${metricSql(semantics, denominator)})`
  return `(${metrics.reduce((text, part) => text.replaceAll(new RegExp(`\\b${part.name}\\b`, 'g'), metricSql(semantics, part.name)), expr)})`
}
