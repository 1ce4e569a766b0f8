// The verb `doctor`: each thing that can be wrong here, with its remedy.
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { Argv } from 'yargs'
import { openControl } from '../control/database.ts'
import { isPostgres } from '../control/postgres.ts'
import { controlTarget } from '../control/target.ts'
import type { Config } from '../core/config.ts'
import { Problem } from '../core/errors.ts'
import { dbtCacheDir, dbtDuckdbVersion, dbtEnvOf } from '../lakehouse/dbt-env.ts'

import { checkPython } from '../lakehouse/python.ts'
import { doctor } from '../ops/doctor.ts'
import { check } from '../source/check.ts'
import type { Cli } from './cli-type.ts'
import { askWebhooks } from './doctor-webhooks.ts'
import { configOption, homeOf, homeOption } from './options.ts'
import type { CommonArgs, Context } from './session.ts'
import { clientFor, configFor } from './work.ts'

const askMindbody = async (context: Context, config: Config): Promise<string> => {
  await using control = await openControl(':memory:')
  const client = clientFor(context, config, control, randomUUID())
  try {
    const { problem, message } = await check(config, client, context.signal)
    if (problem !== undefined) throw problem
    return message ?? `sites ${config.site_ids.join(', ')} answer, nothing is masked`
  } finally {
    await client.close()
  }
}

const openTarget = async (target: string): Promise<string> => {
  await using control = await openControl(target)
  return `${control.path} answers`
}

export const doctorVerb = (yargs: Argv<CommonArgs>, cli: Cli): Argv<CommonArgs> =>
  yargs.command(
    'doctor',
    'Look at everything that can be wrong here, with its remedy',
    (y) =>
      y
        .options({ ...homeOption, ...configOption })
        .example('$0 doctor --config config.json --home ./home', ''),
    (args) =>
      cli.run('doctor', args, async (context) => {
        const { env } = context.terminal
        const home = homeOf(args, env)
        const target = controlTarget(home, env)
        const projectDir = join(cli.root, 'models')
        const path = args.config ?? env['MINDBODY_CONFIG']
        let config: Config | undefined
        const load = async (): Promise<Config> => (config ??= await configFor(context, path))
        const named = path !== undefined || env['MINDBODY_API_KEY'] !== undefined
        const findings = await doctor({
          home,
          requirements: join(projectDir, 'requirements.txt'),
          nodeVersion: process.versions.node,
          now: new Date(),
          probes: {
            python: async () => `Python ${(await checkPython()).version}`,
            dbtDuckdb: async () =>
              dbtDuckdbVersion(await dbtEnvOf({ projectDir, cacheDir: await dbtCacheDir(cli.root, env) })),
            ...(isPostgres(target) ? { control: () => openTarget(target) } : {}),
            ...(named
              ? {
                  config: async () =>
                    `${(await load()).site_ids.length} sites, from ${path ?? 'the environment'}`,
                  source: async () => askMindbody(context, await load()),
                  webhooks: async () => askWebhooks(context, load, { home, target }),
                }
              : {}),
          },
        })
        const mark = (ok: boolean | 'warn'): string => (ok === true ? 'ok' : ok === 'warn' ? 'warn' : 'WRONG')
        for (const { name, ok, detail, remedy } of findings) {
          context.printer.line(`${mark(ok).padEnd(6)} ${name.padEnd(10)} ${detail}`)
          if (ok !== true && remedy !== undefined)
            context.printer.line(`       ${''.padEnd(10)} -> ${remedy}`)
        }
        if (!named)
          context.printer.line('-      config     not looked at, nor was Mindbody asked: give --config FILE')
        const wrong = findings.filter(({ ok }) => ok === false)
        const problem =
          wrong.length === 0
            ? undefined
            : new Problem('FINDINGS', {
                what: `${wrong.length} things are wrong: ${wrong.map(({ name }) => name).join(', ')}.`,
                remedy: 'Each line above says what to do.',
              })
        return { summary: { findings }, problem }
      }),
  )
