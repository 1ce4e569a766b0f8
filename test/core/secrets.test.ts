// Secrets stay out of the log, in whatever form they come.
import { describe, expect, test } from 'vitest'
import { createLog, silentLog } from '../../src/core/log.ts'
import { createSecrets } from '../../src/core/secrets.ts'

const canary = 'c4n"ary p/ss\\w&rd'

const logged = (json: boolean, write: (log: ReturnType<typeof createLog>) => void): string => {
  const lines: string[] = []
  const stream = { write: (text: string) => lines.push(text) }
  write(createLog({ json, level: 'debug', secrets: createSecrets([canary]), stream }))
  return lines.join('')
}

/** The tail of the canary, which no escaping changes. */
const forms = [canary, JSON.stringify(canary).slice(1, -1), encodeURIComponent(canary), 'ary p']

describe.each([
  ['JSON lines', true],
  ['pretty lines', false],
])('%s', (_, json) => {
  test.each([
    ['in the message', (log: ReturnType<typeof createLog>) => log.info(`refused: ${canary}`)],
    ['in a field', (log: ReturnType<typeof createLog>) => log.warn({ password: canary }, 'refused')],
    [
      'deep in a field',
      (log: ReturnType<typeof createLog>) => log.warn({ sent: { headers: [canary] } }, 'refused'),
    ],
    ['JSON inside a text', (log: ReturnType<typeof createLog>) => log.error(JSON.stringify({ canary }))],
    [
      'in an address',
      (log: ReturnType<typeof createLog>) => log.debug(`GET /x?p=${encodeURIComponent(canary)}`),
    ],
    ['in an error', (log: ReturnType<typeof createLog>) => log.error(new Error(`no ${canary}`))],
  ])('%s', (_where, write) => {
    const text = logged(json, write)
    expect(text).toContain('***')
    for (const form of forms) expect(text).not.toContain(form)
  })
})

test('a secret learnt later is blanked from then on', () => {
  const secrets = createSecrets()
  expect(secrets.scrub('Bearer tok-123')).toBe('Bearer tok-123')
  secrets.add('tok-123')
  expect(secrets.scrub('Bearer tok-123')).toBe('Bearer ***')
})

test('a secret that holds another leaves no tail', () => {
  expect(createSecrets(['canary', 'canary-and-more']).scrub('canary-and-more canary')).toBe('*** ***')
})

test('texts too short to be secret, and none at all, blank nothing', () => {
  expect(createSecrets(['abc', '', undefined]).scrub('abc of it')).toBe('abc of it')
})

test('levels: debug is said only when asked; the silent log says nothing', () => {
  const lines: string[] = []
  const log = createLog({ json: true, stream: { write: (text: string) => lines.push(text) } })
  log.debug('unheard')
  log.info({ rows: 3 }, 'heard')
  expect(lines.map((line) => JSON.parse(line) as object)).toEqual([
    expect.objectContaining({ level: 30, rows: 3, msg: 'heard' }),
  ])
  expect(() => silentLog().error('nothing')).not.toThrow()
})
