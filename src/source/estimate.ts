// How much a stream will bring, told early from TotalResults and put right as its records come.

export interface Estimate {
  /** More rows are to be expected, by what the first page of a slice says. */
  expect(rows: number): void
  /** A record came, of so many bytes. */
  add(bytes: number): Promise<void>
  /** All has come: the last word is the truth. */
  end(): Promise<void>
}

/** A new estimate is worth a line when it is off by this factor. */
const factor = 1.25

/**
 * TotalResults counts rows before doubled ones are left out, and has been wrong; a stream asked per parent learns of its rows
 * parent by parent. So the estimate is corrected while it is read, and ends as what was read.
 */
export const createEstimate = (tell: (rows: number, bytes: number) => Promise<void>): Estimate => {
  let expectedRows = 0
  let rows = 0
  let bytes = 0
  let toldRows = 0

  const say = async (estimatedRows: number): Promise<void> => {
    toldRows = estimatedRows
    await tell(estimatedRows, rows === 0 ? 0 : Math.round((bytes / rows) * estimatedRows))
  }

  return {
    expect: (more) => {
      expectedRows += Math.max(0, more)
    },
    add: async (recordBytes) => {
      rows += 1
      bytes += recordBytes
      // From the first record on, which says how large one is.
      const estimatedRows = Math.max(expectedRows, rows)
      if (expectedRows > 0 && estimatedRows > toldRows * factor) await say(estimatedRows)
    },
    end: async () => {
      if (toldRows > 0 && toldRows !== rows) await say(rows)
    },
  }
}
