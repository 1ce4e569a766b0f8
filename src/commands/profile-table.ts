// The fields of a report beside the headers of a file, as a table.
import type { ProfileView } from '../reconcile/profile-view.ts'
import type { Context } from './session.ts'

const shownHeaders = 3

const expectedText = (headers: readonly string[]): string => {
  const shown = headers.slice(0, shownHeaders).map((header) => `"${header}"`)
  const more = headers.length - shown.length
  return [...shown, ...(more > 0 ? [`${more} more`] : [])].join(' or ')
}

const stateText = ({ state, header }: ProfileView['fields'][number]): string => {
  if (state === 'found') return `"${header ?? ''}"`
  if (state === 'beside') return header === 'link' ? 'in a link' : `the ${header ?? ''} of its table`
  return state === 'missing' ? '-' : ''
}

/** Prints a report's fields: under which headers they may stand, and where they do in the file that was looked at. */
export const tellFields = ({ printer }: Context, view: ProfileView, hasFile: boolean): void => {
  printer.table(
    view.fields.map((field) => ({
      field: field.field,
      kind: field.kind,
      needed: field.required ? 'yes' : '',
      expected: expectedText(field.expected),
      ...(!hasFile ? {} : { 'in the file': stateText(field) }),
      ...(field.near === null ? {} : { perhaps: `"${field.near}"` }),
    })),
    [
      'field',
      'kind',
      'needed',
      'expected',
      ...(!hasFile ? [] : ['in the file']),
      ...(view.fields.some(({ near }) => near !== null) ? ['perhaps'] : []),
    ],
  )
  if (view.unused.length > 0)
    printer.line(`\nRead for nothing: ${view.unused.map((text) => `"${text}"`).join(', ')}`)
}
