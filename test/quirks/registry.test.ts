// No quirk without a test: every one described has a test of its name, and every test a quirk.
import { readdir, readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { quirks } from '../../src/sandbox/quirks.ts'

const tested = async (): Promise<readonly string[]> => {
  const files = (await readdir(import.meta.dirname)).filter((name) => name.endsWith('.test.ts'))
  const texts = await Promise.all(files.map((name) => readFile(`${import.meta.dirname}/${name}`, 'utf8')))
  return texts.flatMap((text) => [...text.matchAll(/^quirk\(\s*'([\w-]+)'/gm)].map(([, name = '']) => name))
}

test('every quirk has one test, and every test a quirk', async () => {
  const names = quirks.map(({ name }) => name)
  expect((await tested()).toSorted()).toEqual(names.toSorted())
})
