// The Airbyte verb `check`: proves the key, each site and the staff user's rights, and names what would be masked.
import { Problem, toProblem } from '../core/errors.ts'
import type { Client } from './client.ts'
import { ask, probes } from './probes.ts'
import { zoneOfSite } from './zones.ts'
import type { ZoneConfig } from './zones.ts'

export interface CheckConfig extends ZoneConfig {
  readonly site_ids: readonly number[]
}

export interface Finding {
  readonly siteId: number
  /** `site`, `clients`, `sales`, `staff`, `classes`. */
  readonly subject: string
  /** What is wrong or masked, as a part of a sentence; undefined = all is visible. */
  readonly masked: string | undefined
}

export interface CheckResult {
  readonly status: 'SUCCEEDED' | 'FAILED'
  /** One text for the user: why it failed, or what will be missing. */
  readonly message: string | undefined
  readonly problem: Problem | undefined
  readonly findings: readonly Finding[]
}

/**
 * Makes about five calls a site. With a staff user a refused stream is a failure; with the API key alone the same is only
 * named, since such a configuration is a choice.
 * @throws the signal's reason on abort; everything else is a FAILED result.
 */
export const check = async (
  config: CheckConfig,
  client: Client,
  signal: AbortSignal,
): Promise<CheckResult> => {
  const findings: Finding[] = []
  try {
    for (const siteId of config.site_ids) findings.push(...(await checkSite(config, client, siteId, signal)))
  } catch (error) {
    signal.throwIfAborted()
    const problem = toProblem(error)
    return { status: 'FAILED', message: `${problem.message} ${problem.remedy}`, problem, findings }
  }
  return { status: 'SUCCEEDED', message: messageOf(findings), problem: undefined, findings }
}

const checkSite = async (
  config: CheckConfig,
  client: Client,
  siteId: number,
  signal: AbortSignal,
): Promise<readonly Finding[]> => {
  const zone = await checkZone(config, client, siteId, signal)
  const findings: Finding[] = []
  for (const probe of probes) {
    const { subject } = probe
    try {
      const rows = await ask(client, siteId, probe, zone, signal)
      findings.push({ siteId, subject, masked: probe.masked(rows) })
    } catch (error) {
      if (client.hasStaffToken || !isRefusal(error)) throw error
      findings.push({ siteId, subject, masked: `${subject} cannot be read without a staff user` })
    }
  }
  return findings
}

const checkZone = async (
  config: CheckConfig,
  client: Client,
  siteId: number,
  signal: AbortSignal,
): Promise<string> => {
  const query = (): [string, string][] => [['request.siteIds', String(siteId)]]
  const [site] = await ask(client, siteId, { path: '/site/sites', rows: 'Sites', query }, 'UTC', signal)
  if (site === undefined) {
    throw new Problem('SITE_NOT_ACTIVATED', { what: `The API key sees no site ${siteId}.` })
  }
  const { TimeZone } = site
  return zoneOfSite(config, siteId, typeof TimeZone === 'string' ? TimeZone : undefined)
}

const isRefusal = (error: unknown): boolean =>
  error instanceof Problem && (error.code === 'CREDENTIALS_REFUSED' || error.code === 'PERMISSION_MISSING')

const messageOf = (findings: readonly Finding[]): string | undefined => {
  const masked = findings.filter((finding) => finding.masked !== undefined)
  if (masked.length === 0) return undefined
  return masked.map(({ siteId, masked: text }) => `Site ${siteId}: ${text}.`).join(' ')
}
