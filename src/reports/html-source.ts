// Mends the source of an exported page, so that its tables can be read: names with "<", rows that were never opened.

/** Tags whose bare attributes are usual (`<td nowrap>`); a name beginning like one of them was not seen. */
const structureTags = [
  'address|area|article|aside|base|blockquote|body|br|button|caption|center|col|colgroup|dd|details|div|dl|dt|fieldset',
  'figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|img|input|label|legend|li|link|main|map|meta|nav',
  'noscript|object|ol|optgroup|option|p|param|path|picture|pre|script|section|select|source|style|summary|svg|table|tbody',
  'td|template|textarea|tfoot|th|thead|title|tr|ul|xml',
].join('|')
/** Short tags: `<b Yoga` is the name of a class, `<b>` and `<b class="x">` are tags. */
const inlineTags =
  'a|abbr|b|big|cite|code|del|em|font|g|i|ins|mark|nobr|q|s|small|span|strike|strong|sub|sup|time|tt|u|wbr|[a-z]{1,3}:[a-z]+'
/** Tags of a page's own make: `<x-icon name="y">` is one, a class called `<pre-natal>` is none. */
const ownTags = '[a-z]+(?:-[a-z0-9]+)+'

const attribute = '\\s+[\\w:@.-]+\\s*='
const isNoTag = new RegExp(
  `<(?!/?(?:${structureTags})(?=[\\s/>])|/?(?:${inlineTags})(?=\\s*/?>|${attribute})|${ownTags}(?=${attribute})|/${ownTags}\\s*>|!|\\?)`,
  'gi',
)

/** The HTML parser drops the end of what it never saw begin. Its own notice stands before each end that parts cells and rows. */
const tableEnd = /<\/(tr|td|th|table|caption)\s*>/gi

const mend = (html: string): string => html.replace(isNoTag, '&lt;').replace(tableEnd, '<?/$1>$&')

/** No tag is longer; an opening bracket further back than this is text. */
const longestTag = 65_536

/** The page in mended pieces; a piece never ends within a tag. */
export const mendedHtml = async function* (text: AsyncIterable<string>): AsyncGenerator<string> {
  let held = ''
  for await (const chunk of text) {
    const joined = held + chunk
    const open = joined.lastIndexOf('<')
    const isCut = open >= 0 && !joined.includes('>', open) && joined.length - open < longestTag
    const end = isCut ? open : joined.length
    held = joined.slice(end)
    yield mend(joined.slice(0, end))
  }
  if (held !== '') yield mend(held)
}
