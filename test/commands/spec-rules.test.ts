// The rules a platform has for specifications, over spec.json as it is printed.
import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { describe, expect, test } from 'vitest'
import { specification } from '../../src/commands/protocol-verbs.ts'
import { configSchema } from '../../src/core/config-schema.ts'

type Node = Readonly<Record<string, unknown>>

const spec = JSON.parse(readFileSync(new URL('../../spec.json', import.meta.url), 'utf8')) as {
  connectionSpecification: Node
}
const root = spec.connectionSpecification

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Every schema in a schema, with its path: under properties, items and oneOf, which is all there may be. */
const schemasIn = function* (
  schema: Node,
  path: readonly string[] = [],
): Generator<[readonly string[], Node]> {
  yield [path, schema]
  const { properties, items, oneOf } = schema
  for (const [name, value] of Object.entries(isNode(properties) ? properties : {})) {
    if (isNode(value)) yield* schemasIn(value, [...path, name])
  }
  if (isNode(items)) yield* schemasIn(items, [...path, '[]'])
  for (const option of Array.isArray(oneOf) ? oneOf : []) {
    if (isNode(option)) yield* schemasIn(option, [...path, `(${String(option['title'])})`])
  }
}

const schemas = [...schemasIn(root)].map(([path, schema]) => ({ path: path.join('.'), schema }))
const properties = schemas.filter(({ path }) => path !== '' && !/[\])]$/.test(path))

/** Every keyword used anywhere, names of properties left out. */
const keywords = new Set(schemas.flatMap(({ schema }) => Object.keys(schema)))

const secretName =
  /(^|_)(token|secret|password|api_key|secret_key|private_key|access_key|credentials|jwt|certificate|headers)$/

const exampleConfig = {
  api_key: 'key',
  site_ids: [-99],
  credentials: { type: 'staff_user', username: 'owner', password: 'secret' },
  start_date: '2024-01-01',
}

test('it is what the program prints, and draft-7', () => {
  expect(spec).toEqual(specification())
  expect(root['$schema']).toBe('http://json-schema.org/draft-07/schema#')
  const ajv = new Ajv({ strict: false, validateFormats: false })
  expect(ajv.validateSchema(root)).toBe(true)
})

test('a good configuration fits it, as it fits the program; bad ones fit neither', () => {
  const validate = new Ajv({ strict: false, validateFormats: false }).compile(root)
  const fits = (config: object): [boolean, boolean] => [
    validate(config) as boolean,
    configSchema.safeParse(config).success,
  ]
  expect(fits(exampleConfig)).toEqual([true, true])
  expect(fits({ ...exampleConfig, credentials: { type: 'api_key_only' } })).toEqual([true, true])
  expect(fits({ ...exampleConfig, a_later_key: 1 })).toEqual([true, true])
  for (const bad of [
    { api_key: '' },
    { site_ids: [] },
    { credentials: { type: 'magic' } },
    { start_date: 'May' },
  ]) {
    expect(fits({ ...exampleConfig, ...bad })).toEqual([false, false])
  }
})

test('no keyword that platforms cannot draw', () => {
  const forbidden = [
    'not',
    'anyOf',
    'allOf',
    'patternProperties',
    'prefixItems',
    'if',
    'then',
    'else',
    'dependentSchemas',
    'dependentRequired',
    '$ref',
    'additionalProperties',
  ]
  expect(forbidden.filter((keyword) => keywords.has(keyword))).toEqual([])
})

describe.each(properties)('$path', ({ path, schema }) => {
  const name = path.split('.').at(-1) ?? ''

  test('has one type, and nothing empty', () => {
    const { type, oneOf, const: constant, enum: choices } = schema
    expect(typeof type === 'string' || (Array.isArray(type) && type.length === 2 && type[1] === 'null')).toBe(
      true,
    )
    expect(schema).not.toEqual({})
    if (type === 'object') expect(schema['properties'] ?? oneOf).toBeDefined()
    if (Array.isArray(choices)) expect(new Set(choices).size).toBe(choices.length)
    if (constant !== undefined) expect(schema['airbyte_secret']).toBeUndefined()
  })

  test('is secret exactly where its name says so and its type can be', () => {
    const isText = schema['type'] === 'string' && schema['const'] === undefined
    expect(schema['airbyte_secret'] === true).toBe(isText && secretName.test(name))
  })

  test('shows a pattern with a date, and the other way round', () => {
    const isDate = schema['format'] === 'date' || schema['format'] === 'date-time'
    expect(schema['pattern'] !== undefined && schema['pattern_descriptor'] !== undefined).toBe(isDate)
    if (isDate) expect(String(schema['pattern_descriptor'])).toMatch(/^YYYY-MM-DD/)
  })

  test('is asked for in words', () => {
    if (path.includes('[]') || schema['const'] !== undefined) return
    expect(schema['title']).toMatch(/^[A-Z]/)
  })
})

test('orders are unique in each object and tell every top-level property', () => {
  for (const { path, schema } of schemas) {
    const members = Object.values(isNode(schema['properties']) ? schema['properties'] : {}).filter(isNode)
    const orders = members.flatMap(({ order }) => (order === undefined ? [] : [order]))
    expect(new Set(orders).size, path).toBe(orders.length)
    if (path === '') expect(orders).toHaveLength(members.length)
  }
})

test('choices are objects told apart by one constant', () => {
  const choices = schemas.filter(({ schema }) => Array.isArray(schema['oneOf']))
  expect(choices.map(({ path }) => path)).toEqual(['credentials'])
  for (const { schema } of choices) {
    expect(schema['type']).toBe('object')
    const options = schema['oneOf'] as readonly Node[]
    const constants = options.map((option) => {
      expect([option['type'], typeof option['title']]).toEqual(['object', 'string'])
      const members = Object.entries(option['properties'] as Readonly<Record<string, Node>>)
      return members
        .filter(([, member]) => 'const' in member)
        .map(([name, member]) => [name, member['const']])
    })
    expect(constants.map((list) => list.length)).toEqual(options.map(() => 1))
    expect(new Set(constants.map((list) => list[0]?.[0])).size).toBe(1)
    expect(new Set(constants.map((list) => list[0]?.[1])).size).toBe(options.length)
  }
})

test('groups, display types and hidden keys stay where they are understood', () => {
  for (const { path, schema } of schemas) {
    if (path.includes('.')) expect(schema['group'], path).toBeUndefined()
    if (schema['display_type'] !== undefined) expect(schema['oneOf'], path).toBeDefined()
  }
})
