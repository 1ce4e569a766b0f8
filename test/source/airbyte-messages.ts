// Validates protocol lines against Airbyte's own definitions (kept in src/source/airbyte).
import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { parse } from 'yaml'

const definitions = new URL('../../src/source/airbyte/airbyte_protocol.yaml', import.meta.url)

/** What is wrong with a line; empty = it is a valid message. */
export const createLineChecker = (): ((line: string) => readonly string[]) => {
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false })
  ajv.addSchema(parse(readFileSync(definitions, 'utf8')) as object, 'p')
  const validate = ajv.compile({ $ref: 'p#/definitions/AirbyteMessage' })
  return (line) => {
    const message: unknown = JSON.parse(line)
    if (validate(message)) return []
    return (validate.errors ?? []).map(({ instancePath, message: text }) => `${instancePath}: ${text ?? ''}`)
  }
}

const zoned = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/
const naive = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?$/

/**
 * Validates record data against the JSON schema of its stream: types, days that exist, UTC times with a Z and wall clocks
 * without a zone. 64-bit ids pass as numbers.
 */
export const createRecordChecker = (
  catalog: readonly { readonly name: string; readonly json_schema: object }[],
): ((stream: string, data: object) => readonly string[]) => {
  const ajv = new Ajv({ strict: false, allErrors: true })
  addFormats.default(ajv, ['date'])
  // What a date-time looks like depends on the type beside it.
  ajv.addFormat('date-time', true)
  ajv.addKeyword({
    keyword: 'airbyte_type',
    type: 'string',
    validate: (type: string, text: string) => (type === 'timestamp_with_timezone' ? zoned : naive).test(text),
  })
  const checks = new Map(catalog.map(({ name, json_schema: schema }) => [name, ajv.compile(schema)]))
  return (stream, data) => {
    const validate = checks.get(stream)
    if (validate === undefined) return [`no stream ${stream}`]
    if (validate(data)) return []
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath}: ${message ?? ''}`)
  }
}
