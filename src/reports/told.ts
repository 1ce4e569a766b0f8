// What a file tells of how its report was run, and how a setting came to be known.
import type { LocalDate } from '../core/time.ts'
import type { Basis } from './report-profile.ts'

/** How a setting came to be known. Nothing is assumed in silence. */
export type SettingSource = 'file' | 'flag' | 'asked' | 'found' | 'report'

/** What the title rows of a file tell, and the days its rows cover. */
export interface ToldByFile {
  readonly basis?: Basis | undefined
  readonly from?: LocalDate | undefined
  readonly to?: LocalDate | undefined
  readonly locations?: readonly string[] | undefined
  readonly exportedAt?: string | undefined
  readonly firstDate?: LocalDate | undefined
  readonly lastDate?: LocalDate | undefined
}
