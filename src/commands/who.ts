// Who does something that is kept on record: a name, always.
import { userInfo } from 'node:os'
import { Problem } from '../core/errors.ts'

/**
 * The name given with --by, else the user of this machine.
 * @throws Problem USAGE where neither tells one, as for a user id without an account.
 */
export const whoOf = ({ by = '' }: { readonly by?: string | undefined }): string => {
  if (by.trim() !== '') return by.trim()
  try {
    return userInfo().username
  } catch (cause) {
    throw new Problem(
      'USAGE',
      { what: 'It is not known who does this: this user has no name here.', remedy: 'Give --by NAME.' },
      { cause },
    )
  }
}
