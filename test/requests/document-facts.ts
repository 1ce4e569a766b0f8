// Reads parameter facts out of the vendor's own API description (Swagger 2.0, or OpenAPI 3 with schemas).
import { z } from 'zod'
import type { Facts, Parameter, ParameterType } from './facts.ts'

const schema = z.looseObject({
  type: z.string().optional(),
  format: z.string().optional(),
  enum: z.array(z.string()).optional(),
})
const typed = schema.extend({ items: schema.optional() })
const parameter = typed.extend({
  name: z.string(),
  in: z.string(),
  required: z.boolean().optional(),
  collectionFormat: z.string().optional(),
  schema: typed.optional(),
})
const operation = z.looseObject({ parameters: z.array(parameter).optional() })
const document = z.looseObject({ paths: z.record(z.string(), z.record(z.string(), operation)) })

type Described = z.infer<typeof parameter>

const typeOf = ({ type, format }: z.infer<typeof schema>, name: string): ParameterType => {
  if (type === 'boolean') return 'boolean'
  if (type === 'integer') return format === 'int64' ? 'int64' : 'int32'
  if (type === 'string') return format === 'date-time' ? 'date-time' : 'string'
  throw new Error(`the document gives ${name} a type this check does not know: ${type ?? 'none'}`)
}

const factOf = (described: Described): Parameter => {
  const { name, required = false } = described
  const own = described.schema ?? described
  const many = own.type === 'array'
  if (many && (described.collectionFormat ?? 'multi') !== 'multi') {
    throw new Error(`the document wants the list ${name} in another form than repeated names`)
  }
  const one = many ? (own.items ?? {}) : own
  return {
    type: typeOf(one, name),
    ...(one.enum === undefined ? {} : { values: one.enum }),
    ...(many ? { many } : {}),
    ...(required ? { required } : {}),
  }
}

/** `/public/v{version}/sale/sales` → `/sale/sales`. */
const underBase = (path: string): string => path.replace(/^\/public\/v(\{version\}|\d+)/, '')

/**
 * Facts of every operation of an API description.
 * @throws ZodError for something that is no such description; Error for a type or a form of list that cannot be checked.
 */
export const factsOfDocument = (parsed: unknown): Facts =>
  Object.fromEntries(
    Object.entries(document.parse(parsed).paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, { parameters = [] }]) => {
        const asked = parameters.filter((one) => one.in === 'query').map((one) => [one.name, factOf(one)])
        return [`${method.toUpperCase()} ${underBase(path)}`, Object.fromEntries(asked)]
      }),
    ),
  )
