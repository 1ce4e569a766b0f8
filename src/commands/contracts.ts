// The verb `contracts`: prints from the code what others build on (spec, catalog, dbt sources, tables of the docs, protocol types).
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Argv } from 'yargs'
import { withErrorsTable } from '../core/errors-table.ts'
import { printSources } from '../lakehouse/dbt-sources.ts'
import { catalogOf } from '../source/catalog.ts'
import type { Stream } from '../source/stream.ts'
import type { Cli } from './cli-type.ts'
import { dictionaryPages } from './dictionary.ts'
import { withEventsTable } from './events-table.ts'
import { printProtocolTypes, protocolTypesFile } from './protocol-types.ts'
import { specification } from './protocol-verbs.ts'
import { printQuirks } from './quirks-table.ts'
import type { CommonArgs } from './session.ts'
import { printStreams } from './streams-table.ts'
import { warehouseStreams } from './warehouse-streams.ts'

const pretty = (value: object): string => `${JSON.stringify(value, null, 2)}\n`

/** Prints a file; what it holds now matters only where a part of it is written by people. */
type Print = (before: string) => string | Promise<string>

/** How every generated file is printed, by path in the package; `root` is the repository. */
export const contractFiles = (streams: readonly Stream[], root: string): ReadonlyMap<string, Print> =>
  new Map<string, Print>([
    ['spec.json', () => pretty(specification())],
    ['catalog.json', () => pretty(catalogOf(streams))],
    [join('models', 'staging', '_sources.yml'), () => printSources(warehouseStreams({ streams }))],
    ['README.md', withErrorsTable],
    [join('docs', 'streams.md'), () => printStreams(streams)],
    [join('docs', 'quirks.md'), printQuirks],
    [join('docs', 'webhooks.md'), withEventsTable],
    ...dictionaryPages(root),
    [protocolTypesFile, () => printProtocolTypes(root)],
  ])

const textOf = (file: string): Promise<string> =>
  readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })

export const contractsVerb = (yargs: Argv<CommonArgs>, cli: Cli): Argv<CommonArgs> =>
  yargs.command(
    'contracts',
    'Print spec, catalog, dbt sources, tables of the docs and protocol types from the code (for contributors)',
    (y) => y.example('$0 contracts', ''),
    (args) =>
      cli.run('contracts', args, async ({ printer }) => {
        const written: string[] = []
        for (const [path, print] of contractFiles(cli.streams, cli.root)) {
          const file = join(cli.root, path)
          const before = await textOf(file)
          const text = await print(before)
          if (before === text) continue
          await writeFile(file, text)
          written.push(path)
          printer.line(`${path} written`)
        }
        if (written.length === 0) printer.line('All printed files are as the code says.')
        return { summary: { written } }
      }),
  )
