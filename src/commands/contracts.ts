// The verb `contracts`: prints spec.json, catalog.json and the dbt sources from the code that defines them.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Argv } from 'yargs'
import { printSources } from '../lakehouse/dbt-sources.ts'
import { catalogOf } from '../source/catalog.ts'
import type { Stream } from '../source/stream.ts'
import type { Cli } from './cli-type.ts'
import { specification } from './protocol-verbs.ts'
import type { CommonArgs } from './session.ts'

const pretty = (value: object): string => `${JSON.stringify(value, null, 2)}\n`

/** Every generated file with its text, by path in the package. */
export const contractFiles = (streams: readonly Stream[]): ReadonlyMap<string, string> =>
  new Map([
    ['spec.json', pretty(specification())],
    ['catalog.json', pretty(catalogOf(streams))],
    [join('models', 'staging', '_sources.yml'), printSources(streams)],
  ])

export const contractsVerb = (yargs: Argv<CommonArgs>, cli: Cli): Argv<CommonArgs> =>
  yargs.command(
    'contracts',
    'Print spec.json, catalog.json and the dbt sources from the code (for contributors)',
    (y) => y.example('$0 contracts', ''),
    (args) =>
      cli.run('contracts', args, async ({ printer }) => {
        const written: string[] = []
        for (const [path, text] of contractFiles(cli.streams)) {
          const file = join(cli.root, path)
          const before = await readFile(file, 'utf8').catch(() => '')
          if (before === text) continue
          await writeFile(file, text)
          written.push(path)
          printer.line(`${path} written`)
        }
        if (written.length === 0)
          printer.line('spec.json, catalog.json and the dbt sources are as the code says.')
        return { summary: { written } }
      }),
  )
