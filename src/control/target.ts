// Where the control database of a home is: a file in it, or a Postgres database.
import { join } from 'node:path'
import type { Environment } from '../core/config.ts'

const urlIn = (env: Environment): string | undefined => {
  const url = env['MINDBODY_CONTROL_URL']?.trim()
  return url === '' ? undefined : url
}

/** MINDBODY_CONTROL_URL where it is set (it may hold a password), else the file in the home. */
export const controlTarget = (home: string, env: Environment): string =>
  urlIn(env) ?? join(home, 'control.db')

/** What of the target must never be shown. */
export const controlSecrets = (env: Environment): readonly string[] => {
  const url = urlIn(env)
  // Read by a pattern: a URL that is not well-formed still holds its password.
  const password = url === undefined ? undefined : /^[^/]*\/\/[^/@]*?:(.*)@/.exec(url)?.[1]
  if (password === undefined) return []
  try {
    return [password, decodeURIComponent(password)]
  } catch {
    return [password]
  }
}
