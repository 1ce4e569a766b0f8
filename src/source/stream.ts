// What a stream is: one Mindbody resource described as a value. Cards in streams/ are made of this vocabulary only.

/**
 * The type of a field as the API means it.
 * `id`/`int` whole numbers to 64 bits · `number` a decimal · `money` a decimal amount · `flag` true/false · `text` a string ·
 * `date` a day written as midnight (naive) · `local` the site's wall clock (no zone, or a false Z) · `utc` true UTC · `object`/`list` nested, kept as JSON.
 */
export type FieldType =
  | 'id'
  | 'int'
  | 'number'
  | 'money'
  | 'flag'
  | 'text'
  | 'date'
  | 'local'
  | 'utc'
  | 'object'
  | 'list'

export type Fields = Readonly<Record<string, FieldType>>

/** The whole resource at every sync. */
export interface FullRefresh {
  readonly kind: 'full'
}

/** Rows modified since the cursor; `lagHours` is taken off the start of the pass before it becomes the cursor. */
export interface ModifiedSince {
  readonly kind: 'modified'
  readonly param: string
  readonly field: string
  readonly lagHours: number
}

/** Rows whose event lies in a window of site-local days, read in closed windows of at most `stepDays`. */
export interface EventWindow {
  readonly kind: 'window'
  readonly startParam: string
  readonly endParam: string
  readonly field: string
  readonly stepDays: number
  readonly lookbackDays: number
  readonly lookaheadDays: number
}

export type Incremental = FullRefresh | ModifiedSince | EventWindow

/** A stream asked once per parent (or per batch of parents). */
export interface Parent {
  readonly stream: string
  /** Field of the parent whose value is sent. */
  readonly field: string
  /** Query parameter that takes it; repeated for a batch. */
  readonly param: string
  /** Parents per call; 1 where the API takes a single id. */
  readonly batch: number
  /** Name under which the asked parent is added to each record, unless the record has it in any letter case. */
  readonly as: string
  /** Field of the record that must echo the parent asked; rows of other parents are dropped (the API answers an unresolvable id with everybody's rows). */
  readonly echo?: string
  /** `all` = every parent at every sync; `changed` = only parents that are new, changed, or named by a changed row of `seenIn`. */
  readonly due: 'all' | 'changed'
  /** Only parents where this whole-number field is above zero are asked, or null: sites that hide open spaces send no counts. */
  readonly positive?: string
  /** Other streams whose changed rows make a parent due, and their field that names it. */
  readonly seenIn?: readonly { readonly stream: string; readonly field: string }[]
  /** Parents whose own event lies at most this many days back (or ahead) are asked again at every sync. */
  readonly recent?: { readonly field: string; readonly days: number }
  /** Date bounds sent with each call; both are always sent, since the API's defaults mean "today". */
  readonly span?: {
    readonly startParam: string
    readonly endParam: string
    /** `start_date` = the configured start; `ever` = long before any business was on Mindbody. */
    readonly from: 'start_date' | 'ever'
    readonly lookaheadDays: number
    /** Field of the record held against the bounds: what lies outside was not asked for, so its absence says nothing. */
    readonly field?: string
  }
}

export interface Stream {
  readonly name: string
  /** Path under the base URL, e.g. `/sale/sales`. */
  readonly path: string
  /** Where the rows are in the answer: `Sales`, `Class.Visits`. */
  readonly rows: string
  /** Primary key without the leading SiteId. */
  readonly key: readonly string[]
  readonly fields: Fields
  /** Fields the API sends that are never kept (card data, long legal texts). */
  readonly omit: readonly string[]
  readonly paged: boolean
  /** Parameters without which the answer is silently incomplete; `{site_id}` stands for the site asked. */
  readonly send: Readonly<Record<string, string>>
  readonly incremental: Incremental
  readonly parent: Parent | undefined
  /** Money decides when a pass has ended: a short page and then an empty one. */
  readonly strictEnd: boolean
  /** Only readable with a staff token; without one the answer is masked or empty. */
  readonly staffToken: boolean
  /** One sentence for `discover` and the docs. */
  readonly about: string
}

type Card = Pick<Stream, 'name' | 'path' | 'rows' | 'key' | 'fields' | 'about'> & Partial<Stream>

/** Fills a card's defaults. Identity otherwise: a stream is pure data. */
export const defineStream = (card: Card): Stream => ({
  omit: [],
  paged: true,
  send: {},
  incremental: { kind: 'full' },
  parent: undefined,
  strictEnd: false,
  staffToken: false,
  ...card,
})

/** Name of the parent column the source adds, or undefined where the record has it in any letter case. */
export const addedParentField = (stream: Stream): string | undefined => {
  const name = stream.parent?.as
  if (name === undefined) return undefined
  const taken = Object.keys(stream.fields).some((field) => field.toLowerCase() === name.toLowerCase())
  return taken ? undefined : name
}

/** Type of the added parent column: text where the parent's own field is text. */
export const parentFieldType = (stream: Stream, streams: readonly Stream[]): FieldType => {
  const parent = streams.find((candidate) => candidate.name === stream.parent?.stream)
  return parent?.fields[stream.parent?.field ?? ''] ?? 'text'
}
