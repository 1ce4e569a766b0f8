// Renders a model's own SQL without dbt: macros that only put their arguments in place, refs as plain relation names.
import { modelFile } from './macro.ts'

interface Macro {
  readonly parameters: readonly string[]
  readonly body: string
}

/** What an expression may name: arguments of the macro around it, and macros. */
interface Scope {
  readonly values: Readonly<Record<string, string>>
  readonly macros: ReadonlyMap<string, Macro>
  readonly vars: Readonly<Record<string, string>>
}

/** A macro that refuses some variables does so in dbt alone. */
const withoutChecks = (body: string): string => body.replace(/\{%- if .*?\{%- endif -%\}/gs, '')

const macrosIn = (text: string): ReadonlyMap<string, Macro> =>
  new Map(
    [...text.matchAll(/\{% macro (\w+)\((.*?)\) -%\}(.*?)\{%- endmacro %\}/gs)].map(
      ([, name = '', parameters = '', body = '']) => [
        name,
        {
          parameters: parameters.split(',').map((parameter) => parameter.trim()),
          body: withoutChecks(body).trim(),
        },
      ],
    ),
  )

const call = (name: string, values: readonly string[], scope: Scope): string => {
  if (name === 'ref') return values[0] ?? ''
  if (name === 'source') return values[1] ?? ''
  if (name === 'var') return scope.vars[values[0] ?? ''] ?? ''
  const macro = scope.macros.get(name)
  if (macro === undefined) throw new RangeError(`no macro ${name}`)
  const named = Object.fromEntries(macro.parameters.map((parameter, nth) => [parameter, values[nth] ?? '']))
  return fill(macro.body, { ...scope, values: named })
}

/** Value of a Jinja expression of texts, names, calls and `~`. */
const evaluate = (expression: string, scope: Scope): string => {
  const tokens = expression.match(/'[^']*'|"[^"]*"|\w+|[(),~]/g) ?? []
  let at = 0
  const term = (): string => {
    const token = tokens[at++] ?? ''
    if (/^['"]/.test(token)) return token.slice(1, -1)
    if (tokens[at] !== '(') return scope.values[token] ?? token
    const values: string[] = []
    do {
      at += 1
      values.push(sum())
    } while (tokens[at] === ',')
    at += 1
    return call(token, values, scope)
  }
  const sum = (): string => {
    let text = term()
    while (tokens[at] === '~') {
      at += 1
      text += term()
    }
    return text
  }
  return sum()
}

const fill = (text: string, scope: Scope): string =>
  text.replace(/\{\{(.*?)\}\}/gs, (_, expression: string) => evaluate(expression.trim(), scope))

/** The SQL of a model, with the macros of one file or several and variables as they stand in SQL. */
export const renderModel = async (
  path: string,
  macroPaths: string | readonly string[],
  vars: Readonly<Record<string, string>> = {},
): Promise<string> => {
  const sql = (await modelFile(path)).replace(/^\{\{ config\(.*?\) \}\}/, '')
  const texts = await Promise.all([macroPaths].flat().map(modelFile))
  return fill(sql, { values: {}, macros: macrosIn(texts.join('\n')), vars })
}
