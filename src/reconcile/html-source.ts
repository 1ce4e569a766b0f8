// Mends the source of an exported page, so that its tables can be read: names with "<", rows that were never opened.

/** Tags whose bare attributes are usual (`<td nowrap>`); a name beginning like one of them was not seen. */
const structureTags = [
  'address|article|aside|blockquote|body|br|button|caption|center|col|colgroup|dd|div|dl|dt|fieldset|footer|form',
  'frame|frameset|h[1-6]|head|header|hr|html|iframe|img|input|label|legend|li|link|main|meta|nav|noscript|object|ol',
  'optgroup|option|p|param|path|pre|script|section|select|style|svg|table|tbody|td|textarea|tfoot|th|thead|title|tr|ul',
].join('|')
/** Short tags: `<b Yoga` is the name of a class, `<b>` and `<b class="x">` are tags. */
const inlineTags =
  'a|abbr|b|big|em|font|g|i|ins|del|mark|nobr|s|small|span|strike|strong|sub|sup|tt|u|wbr|[a-z]{1,3}:[a-z]+'

const isNoTag = new RegExp(
  `<(?!/?(?:${structureTags})(?=[\\s/>])|/?(?:${inlineTags})(?=\\s*/?>|\\s+[\\w:-]+\\s*=)|!|\\?)`,
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
