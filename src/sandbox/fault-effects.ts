// What each fault makes of an answer.
import { refusal } from './answers.ts'
import type { Answer } from './answers.ts'
import { askedWith, headOf, numeral, rowsIn, withEach, withHead, withRows } from './effect.ts'
import type { Effect, Exchange, Fields } from './effect.ts'
import type { FaultName } from './faults.ts'

const page = (status: number, title: string): Effect => ({
  answer: () => ({ status, rows: 0, body: `<html><body><h1>${title}</h1></body></html>` }),
})

const refused = (status: number, code: string, message: string): Effect => ({
  answer: () => refusal(status, code, message),
})

const limited = refused(429, 'TooManyRequests', 'Too many requests.')
const httpDate = (ms: number): string => new Date(ms).toUTCString()
const hoursOff = (hours: number): Effect => ({
  headers: (now) => ({ Date: httpDate(now + hours * 3_600_000) }),
})

/** Empties the list of an answer; its total says zero too. */
const emptied = (answer: Answer): Answer =>
  withHead(
    withRows(answer, () => []),
    (head) => ({ ...head, TotalResults: 0 }),
  )

const withBody = (answer: Answer, body: string): Answer => ({ ...answer, body })

const totalOf = (total: (head: Fields, nth: number) => number): Effect => ({
  answer: (answer, { nth }) => withHead(answer, (head) => ({ ...head, TotalResults: total(head, nth) })),
})

const rowsWith = (edit: (record: Fields) => Fields): Effect => ({
  answer: (answer) => withEach(answer, edit),
})

/** The rows asked for of a table that begins at another row than before. */
const rotated = (answer: Answer, { incoming, nth, respond }: Exchange): Answer => {
  const head = headOf(answer)
  const total = Number(head?.['TotalResults'] ?? 0)
  const wanted = rowsIn(answer).length
  if (head === undefined || total === 0) return answer
  const start = (Number(head['RequestedOffset']) + nth * 37) % total
  const ask = (offset: number, limit: number): readonly Fields[] =>
    limit === 0 ? [] : rowsIn(respond(askedWith(incoming, { offset: String(offset), limit: String(limit) })))
  const tail = ask(start, wanted)
  return withRows(answer, () => [...tail, ...ask(0, wanted - tail.length)])
}

const isKey = (name: string): boolean => /Id$|ID$/.test(name)

export const faultEffects: Readonly<Record<FaultName, Effect>> = {
  rate_limited: limited,
  rate_limited_seconds: { ...limited, headers: () => ({ 'Retry-After': '2' }) },
  rate_limited_date: { ...limited, headers: (now) => ({ 'Retry-After': httpDate(now + 3_000) }) },
  rate_limited_absurd: { ...limited, headers: () => ({ 'Retry-After': '31536000' }) },
  server_error: page(500, 'Server Error'),
  internal_error: refused(500, 'InternalError', 'An unexpected error occurred.'),
  bad_gateway: page(502, 'Bad Gateway'),
  unavailable: refused(503, 'SQLDBMaintenance', 'The database is being maintained.'),
  gateway_timeout: page(504, 'Gateway Timeout'),
  html: page(200, 'We will be right back'),
  empty_body: { answer: (answer) => ({ ...withBody(answer, ''), rows: 0 }) },
  truncated: {
    answer: (answer) => withBody(answer, answer.body.slice(0, Math.ceil(answer.body.length * 0.6))),
  },
  gzip_cut: { delivery: 'gzip_cut' },
  byte_order_mark: { answer: (answer) => withBody(answer, `\uFEFF${answer.body}`) },
  wrong_content_type: { headers: () => ({ 'Content-Type': 'text/html' }) },
  error_with_200: refused(200, 'InternalError', 'An unexpected error occurred.'),
  reset: { delivery: 'reset' },
  reset_after_headers: { delivery: 'reset_after_headers' },
  reset_in_body: { delivery: 'reset_in_body' },
  slow: {},
  slow_loris: { delivery: 'trickle' },
  endless: { delivery: 'endless' },
  token_expired: refused(401, 'DeniedAccess', 'Access denied'),
  token_revoked: refused(401, 'DeniedAccess', 'Access denied'),
  not_activated: {
    answer: (_, { incoming }) =>
      refusal(403, 'DeniedAccess', `You do not have access to siteId ${incoming.siteId ?? ''}`),
  },
  empty_lists: { answer: emptied },
  page_repeated: {
    answer: (answer, { incoming, respond }) => {
      const first = respond(askedWith(incoming, { offset: '0' }))
      const head = /"RequestedOffset":\d+/.exec(answer.body)?.[0]
      return head === undefined ? answer : withBody(first, first.body.replace(/"RequestedOffset":\d+/, head))
    },
  },
  page_shuffled: { answer: (answer) => withRows(answer, (rows) => rows.toReversed()) },
  order_unstable: { answer: rotated },
  total_changing: totalOf((head, nth) => Number(head['TotalResults']) + (nth % 2 === 0 ? 7 : -7)),
  total_negative: totalOf(() => -1),
  total_is_limit: totalOf((head) => Number(head['RequestedLimit'])),
  clock_ahead: hoursOff(2),
  clock_behind: hoursOff(-2),
  no_date: { headers: () => ({ Date: '' }) },
  zone_changed: rowsWith((record) =>
    'TimeZone' in record ? { ...record, TimeZone: 'Pacific/Kiritimati' } : record,
  ),
  new_field: rowsWith((record) => ({ ...record, MoodRing: { Colour: 'green', Depth: 3 } })),
  changed_type: rowsWith((record) => ({
    ...record,
    ...('Name' in record ? { Name: { First: record['Name'] } } : {}),
    ...('Count' in record ? { Count: 'plenty' } : {}),
  })),
  null_field: rowsWith((record) =>
    Object.fromEntries(Object.entries(record).map(([name, value]) => [name, isKey(name) ? value : null])),
  ),
  long_id: rowsWith((record) => ({ ...record, GlobalId: numeral('9007199254740995') })),
  huge_decimal: rowsWith((record) =>
    Object.fromEntries(
      Object.entries(record).map(([name, value]) => [
        name,
        /Amount$|Price$/.test(name) ? numeral('123456789012345678.901234567891') : value,
      ]),
    ),
  ),
}
