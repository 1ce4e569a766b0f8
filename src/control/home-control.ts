// The control database of a home, and the ways to mistake it: the URL forgotten, given to a home that has a file, or another home's.
import { randomUUID } from 'node:crypto'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Environment } from '../core/config.ts'
import { Problem } from '../core/errors.ts'
import { isThere } from '../core/is-there.ts'
import { openControl } from './database.ts'
import type { Control, ControlOptions } from './database.ts'
import { engineOf } from './engine.ts'
import { isPostgres } from './postgres.ts'
import { controlTarget } from './target.ts'

/** In a home whose control database is on Postgres: a random id of the home. */
const markOf = (home: string): string => join(home, 'control-on-postgres')

/**
 * Opens the control database of a home that is there.
 * @throws Problem HOME_UNUSABLE for a home that has worked on Postgres and is opened without the URL, and for one that has worked on
 * its file and is opened with one: a new database would know nothing of events received, calls spent, tokens and other runs; and
 * what `openControl` throws.
 */
export const openHomeControl = async (
  home: string,
  env: Environment,
  options: ControlOptions = {},
): Promise<Control> => {
  const target = controlTarget(home, env)
  if (!isPostgres(target)) {
    await assertUnmarked(home)
    return openControl(target, options)
  }
  await assertWithoutFile(home)
  const control = await openControl(target, options)
  try {
    await mark(home)
    return control
  } catch (error) {
    await control.close()
    throw error
  }
}

const assertUnmarked = async (home: string): Promise<void> => {
  const path = markOf(home)
  if (!(await isThere(path))) return
  throw new Problem('HOME_UNUSABLE', {
    what: `The control database of ${home} is on Postgres, and MINDBODY_CONTROL_URL is not set.`,
    why: 'A new one in the home would not know the calls already spent, nor the runs under way.',
    remedy: `Set MINDBODY_CONTROL_URL as it was set before; to go on without that database for good, delete ${path}.`,
  })
}

const assertWithoutFile = async (home: string): Promise<void> => {
  const path = controlTarget(home, {})
  if (!(await isThere(path)) || (await isThere(markOf(home)))) return
  throw new Problem('HOME_UNUSABLE', {
    what: `The control database of ${home} is the file ${path}, and MINDBODY_CONTROL_URL names another one.`,
    why: 'What the file holds does not move by itself: events that were received and not yet applied, calls already spent, keys of subscriptions, sign-offs.',
    remedy:
      'Leave MINDBODY_CONTROL_URL out. To go over to Postgres: stop the receiver, run `webhooks drain` without the variable, move control.db out of the home and keep it.',
  })
}

/** Marks the home unless it is. A mark appears whole and is never replaced, however many processes come first. */
const mark = async (home: string): Promise<string> => {
  const path = markOf(home)
  try {
    return (await readFile(path, 'utf8')).trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  const own = `${path}.${randomUUID()}`
  try {
    await mkdir(home, { recursive: true, mode: 0o700 })
    await writeFile(own, `${randomUUID()}\n`, { mode: 0o600 })
    await link(own, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    await rm(own, { force: true })
  }
  return (await readFile(path, 'utf8')).trim()
}

/**
 * Asserts that no other home keeps its warehouse by this database: the first one that does is kept on record. Two would drain each
 * other's events. A receiver with a home of its own does not count, it has no warehouse.
 * @throws Problem HOME_UNUSABLE where the database serves another home.
 */
export const claimForWarehouse = async (control: Control, home: string, at: Date): Promise<void> => {
  if (engineOf(control.db) === 'sqlite') return
  const id = await mark(home)
  await control.db
    .insertInto('warehouse_home')
    .values({ home_id: id, claimed_at: at.toISOString() })
    .onConflict((conflict) => conflict.column('nth').doNothing())
    .execute()
  const claimed = await control.db.selectFrom('warehouse_home').select('home_id').executeTakeFirst()
  if (claimed?.home_id === id) return
  throw new Problem('HOME_UNUSABLE', {
    what: `The control database at ${control.path} serves another home than ${home}.`,
    why: 'Each of the two would take the events of the other, and hold its runs up.',
    remedy:
      'Give MINDBODY_CONTROL_URL a database or schema of its own; where this home takes the place of one that is gone, empty the table warehouse_home first.',
  })
}
