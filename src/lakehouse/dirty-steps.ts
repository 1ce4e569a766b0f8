// How the marks of one stream are pulled: whole or by days where that is cheaper, by key, and per parent.
import { Problem } from '../core/errors.ts'
import { addDays, localDateOf } from '../core/time.ts'
import { namedBy } from '../source/plan-keys.ts'
import { forgetParents } from './commit.ts'
import { giveUpOld, loadQuestions } from './dirty-load.ts'
import { clearDirty, readDirty } from './dirty-marks.ts'
import type { Ask, DirtyKey } from './dirty-marks.ts'
import { byName, nameMarks, parentsOfRows, resolveParents } from './dirty-parents.ts'
import type { NamedMark } from './dirty-parents.ts'
import type { Pulling } from './dirty-pulling.ts'
import { dayQuestions, keyQuestions, parentQuestions, sinceQuestions } from './dirty-questions.ts'
import { readWhole } from './dirty-whole.ts'

/** A stream that takes one key a call is read by days from so many keys on: the days since then are a call or two. */
const dearKeys = 3

/**
 * Pulls the marks of one stream.
 * @param others rows to ask for because of marks of other streams.
 * @throws whatever asking throws that the next question would meet as well.
 */
export const pullMarks = async (
  pulling: Pulling,
  marks: readonly DirtyKey[],
  others: readonly NamedMark[],
): Promise<void> => {
  const { stream, site, warehouse } = pulling
  const of = (ask: Ask): readonly DirtyKey[] => marks.filter((mark) => mark.ask === ask)
  if (stream.parent !== undefined) return pullParents(pulling, marks)
  const isSmall = stream.byKey === undefined && stream.incremental.kind === 'full'
  if (isSmall || of('whole').length > 0) return wholeOrGivenUp(pulling, marks)
  await loadQuestions(pulling, sinceQuestions(pulling, of('since')))
  const dear = daysOfDear(pulling, of('key'))
  const days = dayQuestions(pulling, [...of('days'), ...dear])
  await loadQuestions(pulling, days, dear.length === 0 ? [] : of('key'))
  const left = dear.length === 0 ? marks : await readDirty(warehouse, site.siteId)
  const byKey = left.filter((mark) => mark.stream === stream.name && mark.ask === 'key')
  const named = await nameMarks(warehouse, site.siteId, [...byKey, ...of('alias')])
  for (const by of ['key', 'alias'] as const) {
    const strange = others.filter((one) => one.by === by).map(({ name }) => [name, []] as const)
    await loadQuestions(pulling, keyQuestions(pulling, by, new Map([...strange, ...byName(named, by)])))
  }
  // A mark that cannot be asked for would stay for ever; days beyond those that are read are such.
  const isOutside = (mark: DirtyKey): boolean =>
    mark.ask === 'days' && !days.some((one) => one.marks.includes(mark))
  const odd = marks.filter((mark) => !canAsk(pulling, mark) || isOutside(mark))
  if (odd.length === 0) return
  pulling.count.gone.push(...odd.map(({ key }) => key))
  await warehouse.exclusive((duck) => clearDirty(duck, odd))
}

/** @throws what reading throws; a bad answer that has come for too long clears its marks first. */
const wholeOrGivenUp = async (pulling: Pulling, marks: readonly DirtyKey[]): Promise<void> => {
  try {
    await readWhole(pulling, marks)
  } catch (error) {
    if (error instanceof Problem && error.code === 'ANSWER_BROKEN') await giveUpOld(pulling, marks)
    throw error
  }
}

/** Whether the stream can be asked so. */
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

/** The days since keys were told of, where a key costs a call of its own: they settle the keys whose rows they bring. */
const daysOfDear = (
  { stream, site, startedAt, config }: Pulling,
  marks: readonly DirtyKey[],
): readonly DirtyKey[] => {
  const { incremental, byKey } = stream
  const [first] = marks
  const isDear = byKey?.batch === 1 && marks.length >= dearKeys
  if (first === undefined || !isDear || incremental.kind !== 'window') return []
  const today = localDateOf(startedAt, site.zone)
  const told = addDays(localDateOf(first.since, site.zone), -1)
  const from = told > config.start_date ? told : config.start_date
  if (from < addDays(today, 1 - incremental.stepDays)) return []
  return [{ ...first, ask: 'days', key: `${from}..${today}`, marks: 0 }]
}

const pullParents = async (pulling: Pulling, marks: readonly DirtyKey[]): Promise<void> => {
  const { stream, site, warehouse, streams, count, lost } = pulling
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
  const known = [
    await resolveParents(
      warehouse,
      stream,
      site.siteId,
      marks.filter(({ ask }) => ask !== 'key'),
    ),
    await parentsOfRows(
      warehouse,
      stream,
      site.siteId,
      marks.filter(({ ask }) => ask === 'key'),
    ),
  ]
  const asked = new Map<string, readonly DirtyKey[]>()
  for (const [parent, own] of known.flatMap((one) => [...one.asked])) {
    asked.set(parent, [...(asked.get(parent) ?? []), ...own])
  }
  const room = await parentsAllowed(pulling)
  count.waiting = [...asked].slice(room).reduce((sum, [, own]) => sum + own.length, 0)
  await loadQuestions(pulling, await parentQuestions(pulling, new Map([...asked].slice(0, room))))
  // Of parents that this run could not ask for, nobody knows whether they are there.
  const isParentRead =
    streams.some(({ name }) => name === stream.parent?.stream) && !lost.has(stream.parent?.stream ?? '')
  if (!isParentRead) return
  const gone = known.flatMap(({ unknown }) => unknown.map(({ mark }) => mark))
  count.gone.push(...gone.map(({ key }) => key))
  await warehouse.exclusive((duck) => clearDirty(duck, gone))
}

/** Parents that the stream's share of the calls allows for. */
const parentsAllowed = async ({ stream: { parent }, site, client }: Pulling): Promise<number> => {
  const left = await client.callsLeft(site.siteId)
  if (left === undefined || parent?.share === undefined) return Infinity
  return Math.floor(left * parent.share) * parent.batch
}
