// What a file says of itself, held against what its rows add up to.

export interface ControlTotal {
  /** The file's header of the column, or `rows`. */
  readonly column: string
  readonly state: 'agrees' | 'differs' | 'absent'
  /** What the file says; null where it says nothing. */
  readonly file: string | null
  /** What its rows sum to. */
  readonly rows: string
  readonly evidence: string
}
