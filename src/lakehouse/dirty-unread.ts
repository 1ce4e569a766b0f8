// Marks of streams that were never read: their first pass reads everything, and later than the marks were made.
import { clearDirty, readDirty } from './dirty-marks.ts'
import type { DirtyKey } from './dirty-marks.ts'
import type { Warehouse } from './warehouse.ts'

/**
 * Marks of a site without those that its streams' first passes make needless, which are cleared: of a stream nobody reads they
 * would grow for ever, and once it is read each of them would cost a call for what has just come.
 */
export const marksOfRead = async (warehouse: Warehouse, siteId: number): Promise<readonly DirtyKey[]> => {
  const marks = await readDirty(warehouse, siteId)
  const unread = new Set<string>()
  for (const stream of warehouse.streams) {
    if (!marks.some((mark) => mark.stream === stream.name)) continue
    if ((await warehouse.cursorOf(stream, siteId)) === undefined) unread.add(stream.name)
  }
  const needless = marks.filter(({ stream }) => unread.has(stream))
  if (needless.length === 0) return marks
  await warehouse.exclusive((duck) => duck.transaction(() => clearDirty(duck, needless)))
  return marks.filter(({ stream }) => !unread.has(stream))
}
