// Pages: every value is escaped, nothing can be fetched or run.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { html, page, trusted } from '../../src/core/html.ts'

test('values are escaped, markup is not, lists are joined, nothing is nothing', () => {
  const cells = ['<b>', '"&\''].map((text) => html`<td>${text}</td>`)
  expect(String(html`${cells}${null}${undefined}${7}`)).toBe('<td>&lt;b&gt;</td><td>&quot;&amp;&#39;</td>7')
  expect(String(html`<p>${trusted('<svg/>')}</p>`)).toBe('<p><svg/></p>')
})

test('no text of a studio can open a tag or leave an attribute', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(String(html`${text}`)).not.toMatch(/[<>"']/)
    }),
  )
})

test('a page forbids scripts and every request', () => {
  const text = page('A & B', html`<h1>x</h1>`)
  expect(text).toContain('<title>A &amp; B</title>')
  expect(text).toContain("default-src 'none'")
  expect(text).not.toMatch(/<script|https?:\/\//)
})
