// The verb `contracts`: prints spec.json, catalog.json, the dbt sources and the README's errors from the code that defines them.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Argv } from 'yargs'
import { withErrorsTable } from '../core/errors-table.ts'
import { printSources } from '../lakehouse/dbt-sources.ts'
import { catalogOf } from '../source/catalog.ts'
import type { Stream } from '../source/stream.ts'
import type { Cli } from './cli-type.ts'
import { specification } from './protocol-verbs.ts'
import type { CommonArgs } from './session.ts'

const pretty = (value: object): string => `${JSON.stringify(value, null, 2)}\n`

/** Prints a file; what it holds now matters only where a part of it is written by people. */
type Print = (before: string) => string

/** How every generated file is printed, by path in the package. */
export const contractFiles = (streams: readonly Stream[]): ReadonlyMap<string, Print> =>
  new Map<string, Print>([
    ['spec.json', () => pretty(specification())],
    ['catalog.json', () => pretty(catalogOf(streams))],
    [join('models', 'staging', '_sources.yml'), () => printSources(streams)],
    ['README.md', withErrorsTable],
  ])

const textOf = (file: string): Promise<string> =>
  readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })

export const contractsVerb = (yargs: Argv<CommonArgs>, cli: Cli): Argv<CommonArgs> =>
  yargs.command(
    'contracts',
    'Print spec.json, catalog.json, dbt sources and the README table from the code (for contributors)',
    (y) => y.example('$0 contracts', ''),
    (args) =>
      cli.run('contracts', args, async ({ printer }) => {
        const written: string[] = []
        for (const [path, print] of contractFiles(cli.streams)) {
          const file = join(cli.root, path)
          const before = await textOf(file)
          const text = print(before)
          if (before === text) continue
          await writeFile(file, text)
          written.push(path)
          printer.line(`${path} written`)
        }
        if (written.length === 0)
          printer.line('spec.json, catalog.json, the dbt sources and README.md are as the code says.')
        return { summary: { written } }
      }),
  )
