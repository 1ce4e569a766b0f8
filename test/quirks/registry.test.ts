// No quirk without a test: every one described has a test of its name, and every test a quirk.
import { readdir, readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { quirks } from '../../src/sandbox/quirks.ts'

const tested = async (): Promise<readonly string[]> => {
  const files = (await readdir(import.meta.dirname)).filter((name) => name.endsWith('.test.ts'))
  const texts = await Promise.all(files.map((name) => readFile(`${import.meta.dirname}/${name}`, 'utf8')))
  return texts.flatMap((text) => [...text.matchAll(/^quirk\(\s*'([\w-]+)'/gm)].map(([, name = '']) => name))
}

/** Only a receiver of events can show it. */
const needsReceiver = ['webhook-url-refused']

test('every quirk has one test, and every test a quirk', async () => {
  const names = quirks.map(({ name }) => name).filter((name) => !needsReceiver.includes(name))
  expect((await tested()).toSorted()).toEqual(names.toSorted())
})

test('what waits for a receiver is a quirk of webhooks', () => {
  const waiting = quirks.filter(({ name }) => needsReceiver.includes(name))
  expect(waiting.map(({ kind }) => kind)).toEqual(needsReceiver.map(() => 'webhooks'))
})
