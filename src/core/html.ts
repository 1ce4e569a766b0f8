// Self-contained HTML pages: every value escaped, one quiet style sheet, no scripts, nothing fetched.

/** Markup that is already safe: only `html` and `trusted` make it. */
export class Markup {
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  toString(): string {
    return this.#text
  }
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

const escapeText = (text: string): string => text.replace(/[&<>"']/g, (mark) => entities[mark] ?? mark)

type Part = string | number | Markup | null | undefined | readonly Part[]

const render = (part: Part): string => {
  if (part === null || part === undefined) return ''
  if (part instanceof Markup) return part.toString()
  if (typeof part === 'object') return part.map(render).join('')
  return escapeText(String(part))
}

/** A template whose values are escaped, unless they are markup themselves; lists are joined. */
export const html = (texts: TemplateStringsArray, ...parts: readonly Part[]): Markup =>
  new Markup(texts.map((text, index) => text + render(parts[index])).join(''))

/** Markup made elsewhere that escapes its own texts, such as a chart's SVG. */
export const trusted = (markup: string): Markup => new Markup(markup)

/** Ink and ground as variables, so that one page serves light and dark screens and paper. */
const styleSheet = `
:root { color-scheme: light dark; --ground: #ffffff; --panel: #f6f7f6; --ink: #1d2522; --quiet: #5c6863; --rule: #d9dedb;
  --accent: #0f6e5c; --warn: #a8480f; --heat: 15 110 92;
  --s1: #0f6e5c; --s2: #d08a2e; --s3: #4a6fa5; --s4: #a8577e; --s5: #7d8f3a; --s6: #6d5aa0; --s7: #b0563c; --s8: #7c8783; }
@media (prefers-color-scheme: dark) { :root { --ground: #141a18; --panel: #1b2320; --ink: #e4eae7; --quiet: #9aa8a2; --rule: #33403b;
  --accent: #5cc2aa; --warn: #f0a36a; --heat: 92 194 170;
  --s1: #4db59c; --s2: #e0a452; --s3: #7fa3d8; --s4: #d087ab; --s5: #acbf62; --s6: #a391d6; --s7: #df8468; --s8: #9ba6a2; } }
@media print { :root { --ground: #fff; --panel: #fff; --ink: #000; --quiet: #444; --rule: #bbb; } section { break-inside: avoid; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif;
  -webkit-print-color-adjust: exact; print-color-adjust: exact; }
main { max-width: 1080px; margin: 0 auto; padding: 32px 20px 64px; }
h1 { font-size: 26px; line-height: 1.2; margin: 0 0 6px; font-weight: 650; letter-spacing: -0.01em; }
h2 { font-size: 18px; margin: 0 0 4px; font-weight: 650; }
h3 { font-size: 14px; margin: 22px 0 6px; font-weight: 600; }
section { margin-top: 44px; border-top: 1px solid var(--rule); padding-top: 18px; }
p { margin: 0 0 12px; max-width: 72ch; }
.quiet { color: var(--quiet); } .small { font-size: 13px; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: 13.5px; font-variant-numeric: tabular-nums; }
th, td { padding: 5px 14px 5px 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--rule); }
th { font-weight: 600; color: var(--quiet); white-space: nowrap; }
td.number, th.number { text-align: right; white-space: nowrap; }
td.line { white-space: nowrap; }
.good { color: var(--accent); font-weight: 600; } .bad { color: var(--warn); font-weight: 600; }
.facts { display: flex; flex-wrap: wrap; gap: 10px 40px; margin: 18px 0 0; padding: 0; }
.facts div { min-width: 110px; } .facts dt { color: var(--quiet); font-size: 13px; } .facts dd { margin: 0; font-size: 20px; font-variant-numeric: tabular-nums; }
`

/** A whole page. Its policy forbids scripts and every request, so a page opened from disk can send nothing anywhere. */
export const page = (title: string, body: Markup, extraStyle = ''): string =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"
        />
        <title>${title}</title>
        <style>
          ${trusted(styleSheet + extraStyle)}
        </style>
      </head>
      <body>
        <main>${body}</main>
      </body>
    </html> `.toString()
