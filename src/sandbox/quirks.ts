// The quirks of the real API, by subject.
import { businessQuirks } from './told-quirks-business.ts'
import { peopleQuirks } from './told-quirks-people.ts'
import type { Quirk } from './told-quirk.ts'

export const quirks: readonly Quirk[] = [...businessQuirks, ...peopleQuirks]
