// The doctor: each thing that can be wrong here, looked at by itself, with its remedy.
import { toProblem } from '../core/errors.ts'
import { homePaths } from '../lakehouse/home.ts'
import type { Answer } from './doctor-looks.ts'
import {
  checkDisk,
  checkDuckdb,
  checkHome,
  checkMarts,
  checkNode,
  checkPrivate,
  good,
} from './doctor-looks.ts'

export interface Finding extends Answer {
  readonly name: string
}

/** What only other rooms can find out. Each throws a Problem when its thing is wrong. */
export interface DoctorProbes {
  /** Version of the Python that dbt would run on, with its venv module present. */
  readonly python: () => Promise<string>
  /** DuckDB's version inside dbt's environment; undefined while that is not built. */
  readonly dbtDuckdb: () => Promise<string | undefined>
  /** Opens the control database, where it is not a file of the home; answers where it is. */
  readonly control?: () => Promise<string>
  /** Reads the configuration; answers where from. Left out when none was named. */
  readonly config?: () => Promise<string>
  /** Asks Mindbody: key, sites, staff token, rights. Answers what it proved. */
  readonly source?: () => Promise<string>
  /** Whether webhooks are live; undefined where the configuration does not speak of them. */
  readonly webhooks?: () => Promise<Answer | undefined>
}

export interface DoctorInput {
  readonly home: string
  /** Path of marts.duckdb, where it is published elsewhere than in the home. */
  readonly marts?: string
  /** dbt's lock file, which pins DuckDB. */
  readonly requirements: string
  /** `process.versions.node`. */
  readonly nodeVersion: string
  readonly now: Date
  readonly probes: DoctorProbes
}

/** Undefined where there is nothing to look at. */
type Look = () => Promise<Answer | undefined>

/** Runs one look; what it throws is its finding, so that one trouble never hides the next. */
const look = async (name: string, work: Look): Promise<Finding | undefined> => {
  try {
    const answer = await work()
    return answer && { name, ...answer }
  } catch (error) {
    const { message, remedy } = toProblem(error)
    return { name, ok: false, detail: message, remedy }
  }
}

/** Looks at everything and never throws: whatever goes wrong is a finding. */
export const doctor = async (input: DoctorInput): Promise<readonly Finding[]> => {
  const { home, probes, now } = input
  const { control, config, source, webhooks } = probes
  const looks: readonly (readonly [string, Look | undefined])[] = [
    ['node', async () => checkNode(input.nodeVersion)],
    ['python', async () => good(await probes.python())],
    ['duckdb', async () => checkDuckdb(input.requirements, await probes.dbtDuckdb())],
    ['home', () => checkHome(home)],
    ['disk', () => checkDisk(home)],
    ['private', () => checkPrivate(home)],
    ['marts', () => checkMarts(input.marts ?? homePaths(home).marts, now)],
    ['control', control && (async () => good(await control()))],
    ['config', config && (async () => good(await config()))],
    ['mindbody', source && (async () => good(await source()))],
    ['webhooks', webhooks],
  ]
  const findings: Finding[] = []
  for (const [name, work] of looks) {
    const finding = work === undefined ? undefined : await look(name, work)
    if (finding !== undefined) findings.push(finding)
  }
  return findings
}
