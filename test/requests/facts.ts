// What an API description says of the parameters of its operations: names and types, nothing else of it.

export type ParameterType = 'boolean' | 'int32' | 'int64' | 'date-time' | 'string'

export interface Parameter {
  readonly type: ParameterType
  /** The values allowed, where only some are. */
  readonly values?: readonly string[]
  /** A list: the name is repeated. */
  readonly many?: boolean
  readonly required?: boolean
}

/** Query parameters by name, of each operation by method and path under the base: `GET /sale/sales`. */
export type Facts = Readonly<Record<string, Readonly<Record<string, Parameter>>>>
