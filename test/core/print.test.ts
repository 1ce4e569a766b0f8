// What people and programs read on stdout, and the progress on stderr.
import { expect, test } from 'vitest'
import { createPrinter, renderTable } from '../../src/core/print.ts'

const printing = (options: { json?: boolean; isTty?: boolean } = {}) => {
  const out: string[] = []
  const err: string[] = []
  const clock = { nowMs: 0 }
  const printer = createPrinter({
    json: options.json ?? false,
    isTty: options.isTty ?? false,
    out: (text) => out.push(text),
    err: (text) => err.push(text),
    nowMs: () => clock.nowMs,
  })
  return { printer, out, err, clock }
}

test('a table: words to the left, numbers to the right, nothing for null', () => {
  const rows = [
    { stream: 'sales', rows: 12_345, note: null },
    { stream: 'clients', rows: 7, note: 'lag' },
  ]
  expect(renderTable(rows)).toBe(
    ['stream     rows  note', '-------  ------  ----', 'sales    12,345', 'clients       7  lag'].join('\n'),
  )
  expect(renderTable(rows, ['rows'])).toBe(['  rows', '------', '12,345', '     7'].join('\n'))
})

test('an empty table is not printed', () => {
  const { printer, out } = printing()
  printer.table([])
  printer.line('end')
  expect(out).toEqual(['end\n'])
})

test('with --json one object is printed and nothing else', () => {
  const { printer, out } = printing({ json: true })
  printer.heading('Loaded')
  printer.line('a line')
  printer.table([{ a: 1 }])
  printer.object({ verb: 'sync', ok: true })
  expect(out).toEqual(['{"verb":"sync","ok":true}\n'])
})

test('without --json the object is not printed', () => {
  const { printer, out } = printing()
  printer.object({ verb: 'sync' })
  expect(out).toEqual([])
})

test('off a terminal progress is a plain line every ten seconds, and one at the end', () => {
  const { printer, err, clock } = printing()
  const progress = printer.progress('sync')
  progress.set(1, 44)
  clock.nowMs = 9_999
  progress.set(2, 44)
  clock.nowMs = 10_000
  progress.set(3, 44, 'sales')
  progress.set(4, 44)
  progress.end('44 read')
  expect(err).toEqual(['sync: 3/44 sales\n', 'sync: 44 read\n'])
})

test('on a terminal progress is one line drawn over, never more often than a person can read', () => {
  const { printer, err, clock } = printing({ isTty: true })
  const progress = printer.progress('sync')
  clock.nowMs = 100
  progress.set(22, 44)
  clock.nowMs = 120
  progress.set(23, 44)
  progress.end()
  expect(err).toHaveLength(3)
  expect(err[0]).toContain('[############............] 22/44')
  expect(err[0]?.startsWith('\r')).toBe(true)
  expect(err.at(-1)).toBe('\n')
})
