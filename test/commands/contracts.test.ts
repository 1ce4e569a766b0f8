// What is printed from the code is in the repository as the code says: the specification, the catalog, dbt's sources, the README's errors.
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { contractFiles } from '../../src/commands/contracts.ts'
import { streams } from '../../streams/index.ts'

const files = [...contractFiles(streams)]

test('the printed files are those that others build on', () => {
  expect(files.map(([path]) => path)).toEqual([
    'spec.json',
    'catalog.json',
    'models/staging/_sources.yml',
    'README.md',
  ])
})

test.each(files)('%s is as the code says (else: npm run contracts)', async (path, print) => {
  const text = await readFile(new URL(`../../${path}`, import.meta.url), 'utf8')
  expect(print(text)).toBe(text)
})
