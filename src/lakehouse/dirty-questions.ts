// From dirty marks to questions: slices, each with the marks that are settled once it is read.
import { addDays, localDateOf } from '../core/time.ts'
import { keySlice, namedBy } from '../source/plan-keys.ts'
import type { AskedBy } from '../source/plan-keys.ts'
import { planSlices, sinceSlice, windowSlice } from '../source/plan-slices.ts'
import { closedWindows } from '../source/plan-windows.ts'
import type { DayWindow, Slice } from '../source/slices.ts'
import type { DirtyKey } from './dirty-marks.ts'
import type { Pulling } from './dirty-pulling.ts'

export interface Question {
  readonly slice: Slice
  /** Marks it was made for; one marked 0 times was made up for it and is in no table. */
  readonly marks: readonly DirtyKey[]
  /** True when they are settled by it; false where further slices of the same days follow. */
  readonly settles: boolean
  /** The rows it asks for, where it does so by key. */
  readonly rows?: { readonly by: AskedBy; readonly asked: AskedRows }
}

/** Marks by the key that is sent for them; a key may be asked for without a mark. */
export type AskedRows = ReadonlyMap<string, readonly DirtyKey[]>

/** Days a stream is read over in the run: rows beyond them are none of a sync's either. */
export const daysRead = ({ stream, site, startedAt, config }: Pulling): DayWindow => {
  const { incremental } = stream
  const ahead = incremental.kind === 'window' ? incremental.lookaheadDays : 0
  // A day more: bounds are read by clocks of other zones.
  return { from: config.start_date, to: addDays(localDateOf(startedAt, site.zone), ahead + 1) }
}

/** Questions for rows by key, in batches. */
export const keyQuestions = (pulling: Pulling, by: AskedBy, asked: AskedRows): readonly Question[] => {
  const { stream } = pulling
  const batch = stream.byKey?.batch ?? 0
  if (batch === 0 || namedBy(stream, by) === undefined) return []
  const rows = [...asked]
  const questions: Question[] = []
  for (let start = 0; start < rows.length; start += batch) {
    questions.push(keyQuestion(pulling, by, new Map(rows.slice(start, start + batch))))
  }
  return questions
}

/** One question for rows by key. */
export const keyQuestion = (pulling: Pulling, by: AskedBy, asked: AskedRows): Question => ({
  slice: keySlice(pulling.stream, pulling.site.siteId, by, [...asked.keys()], daysRead(pulling)),
  marks: [...asked.values()].flat(),
  settles: true,
  rows: { by, asked },
})

const spanOf = (key: string): DayWindow | undefined => {
  const [, from, to] = /^(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})$/.exec(key) ?? []
  return from === undefined || to === undefined ? undefined : { from, to }
}

/** Questions for days: spans that touch are read once, oldest first, and settled by their last window. */
export const dayQuestions = (pulling: Pulling, marks: readonly DirtyKey[]): readonly Question[] => {
  const { stream, site } = pulling
  const { incremental } = stream
  if (incremental.kind !== 'window') return []
  const read = daysRead(pulling)
  const spans = marks
    .map((mark) => ({ mark, span: spanOf(mark.key) ?? read }))
    .sort((one, other) => (one.span.from < other.span.from ? -1 : 1))
  const joined: { from: string; to: string; marks: DirtyKey[] }[] = []
  for (const { mark, span } of spans) {
    const from = span.from > read.from ? span.from : read.from
    const to = span.to < read.to ? span.to : read.to
    if (from > to) continue
    const last = joined.at(-1)
    if (last !== undefined && from <= addDays(last.to, 1)) {
      last.to = to > last.to ? to : last.to
      last.marks.push(mark)
    } else joined.push({ from, to, marks: [mark] })
  }
  return joined.flatMap(({ from, to, marks: settled }) => {
    const windows = [...closedWindows({ from, to }, incremental.stepDays)]
    return windows.map((window, index) => ({
      slice: windowSlice(stream, site.siteId, incremental, window),
      marks: settled,
      settles: index === windows.length - 1,
    }))
  })
}

/** The question for what was modified since the earliest time named. */
export const sinceQuestions = (
  { stream, site }: Pulling,
  marks: readonly DirtyKey[],
): readonly Question[] => {
  const { incremental } = stream
  const [first] = marks.map(({ key }) => key).sort()
  if (first === undefined || incremental.kind !== 'modified') return []
  const slice = sinceSlice(stream, site.siteId, incremental.param, first.slice(0, 19))
  return [{ slice, marks, settles: true }]
}

/** Questions for parents, as a pass would ask for them. */
export const parentQuestions = async (
  { stream, site, config, startedAt }: Pulling,
  asked: AskedRows,
): Promise<readonly Question[]> => {
  const questions: Question[] = []
  const parents = {
    async *due() {
      yield* asked.keys()
    },
  }
  for await (const slice of planSlices({
    stream,
    site,
    cursor: undefined,
    now: startedAt,
    config,
    parents,
  })) {
    const marks = (slice.parents ?? []).flatMap((parent) => asked.get(parent) ?? [])
    questions.push({ slice, marks, settles: true })
  }
  return questions
}
