// What is printed from the code is in the repository as the code says: specification, catalog, dbt's sources, tables of the docs, protocol types.
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { contractFiles } from '../../src/commands/contracts.ts'
import { streams } from '../../streams/index.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const files = [...contractFiles(streams, root)]

test('the printed files are those that others build on', () => {
  expect(files.map(([path]) => path)).toEqual([
    'spec.json',
    'catalog.json',
    'models/staging/_sources.yml',
    'README.md',
    'docs/streams.md',
    'docs/quirks.md',
    'docs/webhooks.md',
    'docs/dictionary.md',
    'docs/dictionary/core.md',
    'docs/dictionary/retention.md',
    'docs/dictionary/utilization.md',
    'docs/dictionary/revenue.md',
    'docs/dictionary/reconciliation.md',
    'docs/dictionary/quality.md',
    'src/source/airbyte/protocol-types.ts',
  ])
})

test.each(files)('%s is as the code says (else: npm run contracts)', async (path, print) => {
  const text = await readFile(new URL(`../../${path}`, import.meta.url), 'utf8')
  expect(await print(text)).toBe(text)
})
