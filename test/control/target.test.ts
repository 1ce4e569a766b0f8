// Where the control database is, and what of that is secret.
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { controlSecrets, controlTarget } from '../../src/control/target.ts'

test('a URL goes before the file of the home, an empty one does not', () => {
  const url = 'postgres://me:secret@db.example.com/mindbody'
  expect(controlTarget('/home', { MINDBODY_CONTROL_URL: ` ${url} ` })).toBe(url)
  expect(controlTarget('/home', { MINDBODY_CONTROL_URL: ' ' })).toBe(join('/home', 'control.db'))
  expect(controlTarget('/home', {})).toBe(join('/home', 'control.db'))
})

test.each([
  ['postgres://me:s3cret%21@db/mindbody', ['s3cret%21', 's3cret!']],
  ['postgres://me:p@ss@db:5432/mindbody', ['p@ss', 'p@ss']],
  ['postgresql://me:100%@db/mindbody', ['100%']],
  ['postgres://me@db/mindbody', []],
  ['postgres:///mindbody?host=/run/postgresql', []],
])('the password of %s is secret', (url, secrets) => {
  expect(controlSecrets({ MINDBODY_CONTROL_URL: url })).toEqual(secrets)
})
