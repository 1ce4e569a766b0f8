// Batches of parents of which one is gone: the answer does not say which, so the batch is halved until the others are read.
import { withParents } from './plan-slices.ts'
import { isParentGone } from './refusal.ts'
import type { Slice } from './slices.ts'

/**
 * Reads a slice, or parts of it that together ask for the same parents; gives what each part came to, in order. A part of one
 * parent is not halved: `readPages` takes it for empty.
 * @throws whatever `readPart` throws, but for parents that are gone.
 */
export const inHalves = async <Result>(
  slice: Slice,
  readPart: (part: Slice) => Promise<Result>,
): Promise<readonly Result[]> => {
  try {
    return [await readPart(slice)]
  } catch (error) {
    const { parents = [] } = slice
    if (parents.length < 2 || !isParentGone(error)) throw error
    const middle = Math.ceil(parents.length / 2)
    const halves = [parents.slice(0, middle), parents.slice(middle)].map((keys) => withParents(slice, keys))
    const results: Result[] = []
    for (const half of halves) results.push(...(await inHalves(half, readPart)))
    return results
  }
}
