// Where a studio's own finance tables lie.
import { stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'

export interface FinancePlace {
  readonly home: string
  /** The configuration file the verb was told of, if any. */
  readonly config: string | undefined
}

const isFolder = async (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )

/** Where tables of one's own are put: beside the configuration, else in the home. */
export const newFinanceFolder = ({ home, config }: FinancePlace): string =>
  config === undefined ? join(home, 'finance') : join(dirname(resolve(config)), 'finance')

/** The folder that counts: `finance` beside the configuration, else in the home; undefined = only the shipped tables. */
export const financeFolder = async (place: FinancePlace): Promise<string | undefined> => {
  for (const folder of [newFinanceFolder(place), join(place.home, 'finance')]) {
    if (await isFolder(folder)) return folder
  }
  return undefined
}
