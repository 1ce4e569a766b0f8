// TypeScript types of the protocol's messages, generated from Airbyte's own document (for contributors).
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Where Airbyte's document lies in the repository, and what is generated from it. */
const protocolDocument = join('src', 'source', 'airbyte', 'airbyte_protocol.yaml')
export const protocolTypesFile = join('src', 'source', 'airbyte', 'protocol-types.ts')

const banner =
  '// Messages of the Airbyte protocol as types. Generated from airbyte_protocol.yaml by `npm run contracts`: edit nothing here.'

/**
 * Prints the types. Both libraries are for development only, and so is the verb that calls this: they are loaded here, not at
 * the start of the program.
 */
export const printProtocolTypes = async (root: string): Promise<string> => {
  const [{ compile }, { parse }] = await Promise.all([import('json-schema-to-typescript'), import('yaml')])
  const document: unknown = parse(await readFile(join(root, protocolDocument), 'utf8'))
  const types = await compile(closed(document) as object, 'AirbyteProtocol', {
    bannerComment: banner,
    additionalProperties: false,
    style: { singleQuote: true, semi: false, printWidth: 110, trailingComma: 'all' },
  })
  return types.replace(/^ \* This interface was referenced by .*\n \* via the `definition` .*\n/gm, '')
}

/**
 * The document as our writer needs it. Its objects are open, so that readers accept later versions; a writer wants a misspelt
 * name to fail. A reference keeps no words of its own: they would give every type a twin.
 */
const closed = (node: unknown): unknown => {
  if (Array.isArray(node)) return node.map(closed)
  if (typeof node !== 'object' || node === null) return node
  if ('$ref' in node && typeof node.$ref === 'string') return { $ref: node.$ref }
  const isOpenRecord = 'additionalProperties' in node && !('properties' in node)
  const entries = Object.entries(node)
    .filter(([name]) => name !== 'additionalProperties')
    .map(([name, value]) => [name, closed(value)] as const)
  const isBlob = isOpenRecord || 'existingJavaType' in node
  return { ...Object.fromEntries(entries), ...(isBlob ? { additionalProperties: true } : {}) }
}
