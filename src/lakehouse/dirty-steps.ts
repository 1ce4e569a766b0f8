// How the marks of one stream are pulled: whole or by days where that is cheaper, by key, and per parent.
import { addDays, localDateOf } from '../core/time.ts'
import { namedBy } from '../source/plan-keys.ts'
import { forgetParents } from './commit.ts'
import { loadQuestions } from './dirty-load.ts'
import { clearDirty, readDirty } from './dirty-marks.ts'
import type { Ask, DirtyKey } from './dirty-marks.ts'
import { parentsOfRows, resolveParents } from './dirty-parents.ts'
import type { Pulling } from './dirty-pulling.ts'
import { dayQuestions, keyQuestions, parentQuestions, sinceQuestions } from './dirty-questions.ts'
import { readWhole } from './dirty-whole.ts'

/** A stream that takes one key a call is read by days from so many keys on: the days since then are a call or two. */
const dearKeys = 3

/**
 * Pulls the marks of one stream.
 * @param others keys to ask for that have no mark.
 * @throws whatever asking throws that the next question would meet as well.
 */
export const pullMarks = async (
  pulling: Pulling,
  marks: readonly DirtyKey[],
  others: readonly string[],
): Promise<void> => {
  const { stream, warehouse } = pulling
  const of = (ask: Ask): readonly DirtyKey[] => marks.filter((mark) => mark.ask === ask)
  if (stream.parent !== undefined) return pullParents(pulling, marks)
  if (of('whole').length > 0) return readWhole(pulling, marks)
  const isSmall = stream.byKey === undefined && stream.incremental.kind === 'full'
  if (isSmall) return readWhole(pulling, marks)
  await loadQuestions(pulling, sinceQuestions(pulling, of('since')))
  await loadQuestions(pulling, dayQuestions(pulling, of('days')))
  const byKey = await withoutDear(pulling, of('key'))
  await loadQuestions(pulling, keyQuestions(pulling, 'key', byKey, others))
  await loadQuestions(pulling, keyQuestions(pulling, 'alias', of('alias')))
  const odd = marks.filter((mark) => !canAsk(pulling, mark))
  if (odd.length === 0) return
  pulling.count.gone.push(...odd.map(({ key }) => key))
  await warehouse.exclusive((duck) => clearDirty(duck, odd))
}

/** Whether the stream can be asked so; a mark that it cannot would stay for ever. */
const canAsk = ({ stream }: Pulling, { ask }: DirtyKey): boolean => {
  switch (ask) {
    case 'key':
    case 'alias':
      return namedBy(stream, ask) !== undefined
    case 'days':
      return stream.incremental.kind === 'window'
    case 'since':
      return stream.incremental.kind === 'modified'
    case 'whole':
      return true
    case 'parent':
      return stream.parent !== undefined
  }
}

/** Keys that are left once the days since they were told of are read, where a key costs a call of its own. */
const withoutDear = async (pulling: Pulling, marks: readonly DirtyKey[]): Promise<readonly DirtyKey[]> => {
  const { stream, site, startedAt, warehouse, config } = pulling
  const { incremental, byKey } = stream
  const [first] = marks
  const isDear = byKey?.batch === 1 && marks.length >= dearKeys
  if (first === undefined || !isDear || incremental.kind !== 'window') return marks
  const today = localDateOf(startedAt, site.zone)
  const told = addDays(localDateOf(first.since, site.zone), -1)
  const from = told > config.start_date ? told : config.start_date
  if (from < addDays(today, 1 - incremental.stepDays)) return marks
  const days = { ...first, ask: 'days' as const, key: `${from}..${today}`, marks: 0 }
  await loadQuestions(pulling, dayQuestions(pulling, [days]), marks)
  const left = await readDirty(warehouse, site.siteId)
  return left.filter(({ stream: name, ask }) => name === stream.name && ask === 'key')
}

const pullParents = async (pulling: Pulling, marks: readonly DirtyKey[]): Promise<void> => {
  const { stream, site, warehouse, client, streams, count } = pulling
  const whole = marks.filter(({ ask }) => ask === 'whole')
  if (whole.length > 0) {
    // Due by the next pass, all of them: it spends no more on them than their share of the calls.
    await warehouse.exclusive((duck) =>
      duck.transaction(async () => {
        await forgetParents(duck, stream, site.siteId)
        await clearDirty(duck, marks)
      }),
    )
    return
  }
  const named = await resolveParents(
    warehouse,
    stream,
    site.siteId,
    marks.filter(({ ask }) => ask === 'parent'),
  )
  const ofRows = await parentsOfRows(
    warehouse,
    stream,
    site.siteId,
    marks.filter(({ ask }) => ask !== 'parent'),
  )
  const asked = new Map(named.asked)
  for (const [parent, own] of ofRows.asked) asked.set(parent, [...(asked.get(parent) ?? []), ...own])
  const { parent } = stream
  const left = await client.callsLeft(site.siteId)
  const most = left === undefined || parent?.share === undefined ? Infinity : Math.floor(left * parent.share)
  const room = most * (parent?.batch ?? 1)
  const now = new Map([...asked].slice(0, room))
  count.waiting = [...asked].slice(room).reduce((sum, [, own]) => sum + own.length, 0)
  await loadQuestions(pulling, await parentQuestions(pulling, now))
  // Of parents that this run could not ask for, nobody knows whether they are there.
  const isParentRead = streams.some(({ name }) => name === parent?.stream)
  const stillDirty = new Set(
    (await readDirty(warehouse, site.siteId))
      .filter(({ stream: name }) => name === parent?.stream)
      .map(({ key }) => key),
  )
  const gone = [...named.unknown, ...ofRows.unknown].filter(({ key }) => isParentRead && !stillDirty.has(key))
  count.gone.push(...gone.map(({ key }) => key))
  await warehouse.exclusive((duck) => clearDirty(duck, gone))
}
