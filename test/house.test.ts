// The house rules that no linter knows: doors, first lines, sizes, and nothing of the machine it was made on.
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

const filesIn = (folder: string, pattern: RegExp): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && pattern.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort()

const sources = ['profiles', 'src', 'streams'].flatMap((folder) => filesIn(folder, /\.ts$/))
const textOf = (path: string): string => readFileSync(join(root, path), 'utf8')
const naming = (pattern: RegExp): readonly string[] => sources.filter((path) => pattern.test(textOf(path)))

describe('doors', () => {
  test.each([
    ['kysely', /from 'kysely'/, /^src\/control\//],
    ['libsql', /from 'libsql'/, /^src\/control\//],
    ['pg', /from 'pg'/, /^src\/control\//],
    ['duckdb', /from '@duckdb\/node-api'/, /^src\/lakehouse\//],
    ['execa', /from 'execa'/, /^src\/lakehouse\/child\.ts$/],
    ['undici', /from 'undici'/, /^src\/source\//],
    ['yargs', /from 'yargs'/, /^src\/(cli\.ts|commands\/)/],
    ['date-fns-tz', /from 'date-fns-tz'/, /^src\/core\/time\.ts$/],
    ['pino', /from 'pino(-pretty)?'/, /^src\/core\/log\.ts$/],
    ['the environment', /process\.env/, /^src\/core\/config\.ts$/],
    ['the end of the process', /process\.(exit\(|exitCode)/, /^src\/cli\.ts$/],
    ['stdout', /process\.stdout/, /^src\/cli\.ts$/],
    ['child processes', /node:child_process/, /^$/],
    ['the list of streams', /from '.*streams\/index\.ts'/, /^src\/cli\.ts$/],
  ])('%s', (_name, pattern, door) => {
    expect(naming(pattern).filter((path) => !door.test(path))).toEqual([])
  })

  test('the sandbox shares errors, log, print and JSON with us, and nothing else', () => {
    const shared = /from '\.\.\/(?!core\/(errors|log|print|json)\.ts')/
    expect(naming(shared).filter((path) => path.startsWith('src/sandbox/'))).toEqual([])
  })

  test('a stream knows the vocabulary and other streams only', () => {
    for (const path of filesIn('streams', /^(?!index).*\.ts$/)) {
      const imports = [...textOf(path).matchAll(/from '(.*)'/g)].map(([, from]) => from)
      for (const from of imports) expect(from, path).toMatch(/^(\.\.\/src\/source\/stream|\.\/[a-z-]+)\.ts$/)
    }
  })

  test('a profile knows the vocabulary and other profiles only', () => {
    for (const path of filesIn('profiles', /\.ts$/)) {
      const imports = [...textOf(path).matchAll(/from '(.*)'/g)].map(([, from]) => from)
      for (const from of imports)
        expect(from, path).toMatch(/^(\.\.\/src\/reports\/report-profile|\.\/[a-z-]+)\.ts$/)
    }
  })
})

test('every file begins with a sentence on what it is', () => {
  const first = (path: string): string =>
    textOf(path)
      .replace(/^#!.*\n/, '')
      .split('\n')[0] ?? ''
  for (const path of [...sources, ...filesIn('test', /\.ts$/)])
    expect(first(path), path).toMatch(/^\/\/ \S.*\.$/)
})

test('files are of a size that one reads at a sitting', () => {
  const written = sources.filter((path) => path !== 'src/source/airbyte/protocol-types.ts')
  const long = written.filter((path) => textOf(path).split('\n').length > 260)
  expect(long).toEqual([])
})

test('nothing is put off, suppressed or exported by default', () => {
  expect(
    naming(/\b(TODO|FIXME)\b|@ts-(ignore|expect-error|nocheck)|(ox|es)lint-disable|export default/),
  ).toEqual([])
})

test('no path of the machine it was made on', () => {
  const machine = new RegExp(
    ['/work', 'shared'].join('/') + '|' + ['/work', 'main'].join('/') + '|\\.library',
  )
  const texts = [
    'README.md',
    'package.json',
    'spec.json',
    'catalog.json',
    ...sources,
    ...filesIn('models', /\.(sql|ya?ml|csv|txt)$/),
  ]
  expect(texts.filter((path) => machine.test(textOf(path)))).toEqual([])
})
