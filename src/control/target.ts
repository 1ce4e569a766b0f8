// Where the control database of a home is: a file in it, or a Postgres database.
import { join } from 'node:path'
import type { Environment } from '../core/config.ts'

/** MINDBODY_CONTROL_URL where it is set (it may hold a password), else the file in the home. */
export const controlTarget = (home: string, env: Environment): string => {
  const url = env['MINDBODY_CONTROL_URL']?.trim()
  return url === undefined || url === '' ? join(home, 'control.db') : url
}
