// The Python that dbt needs: found and tried in the first second, not after the sync.
import { Problem } from '../core/errors.ts'
import { runChild } from './child.ts'

const candidates = ['python3', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python']

/** Prints the version and fails where the venv module (or what it installs pip from) is missing. */
const probe = 'import sys, venv, ensurepip; print("%d.%d" % sys.version_info[:2])'

export interface Python {
  /** Name or path to run. */
  readonly command: string
  /** `3.11` */
  readonly version: string
}

/**
 * Finds a Python of at least 3.10 that can make virtual environments.
 * @throws Problem PYTHON_MISSING, with the line that installs it.
 */
export const checkPython = async (): Promise<Python> => {
  let why = 'No Python was found.'
  for (const command of candidates) {
    const result = await runChild(command, ['-c', probe], { timeoutMs: 10_000 })
    const version = result.stdout.trim()
    if (result.exitCode === 0 && isRecent(version)) return { command, version }
    if (result.exitCode === 0) why = `${command} is version ${version}; 3.10 is the oldest that will do.`
    else if (/venv|ensurepip/.test(result.stderr)) why = `${command} has no working venv module.`
  }
  throw new Problem('PYTHON_MISSING', { what: 'dbt needs Python 3.10 or newer with its venv module.', why })
}

const isRecent = (version: string): boolean => {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > 3 || (major === 3 && minor >= 10)
}
