// Reads a dbt macro as plain SQL, for macros that only put their arguments in place.
import { readFile } from 'node:fs/promises'

const models = new URL('../../models/', import.meta.url)

/** Text of a file of the dbt project. */
export const modelFile = (path: string): Promise<string> => readFile(new URL(path, models), 'utf8')

/** The SQL of a macro with each `{{ argument }}` replaced by an expression. */
export const macroSql = async (
  path: string,
  name: string,
  values: Readonly<Record<string, string>>,
): Promise<string> => {
  const text = await modelFile(path)
  const body = new RegExp(`\\{% macro ${name}\\(.*?-%\\}(.*?)\\{%- endmacro %\\}`, 's').exec(text)?.[1]
  if (body === undefined) throw new RangeError(`no macro ${name} in ${path}`)
  return body.replace(/\{\{ (\w+) \}\}/g, (hole, argument: string) => values[argument] ?? hole)
}
