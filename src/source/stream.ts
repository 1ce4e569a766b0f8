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
  /** When the event of a row was; undefined where each answer is one row per key for the whole window. */
  readonly field?: string
  readonly stepDays: number
  /** Days read again once a day: late edits. */
  readonly lookbackDays: number
  /** Days read again at every other sync of that day: what usually still changes. */
  readonly recentDays: number
  readonly lookaheadDays: number
  /** Rows of other days than those asked are dropped and told; only where the times are known to be the site's wall clock. */
  readonly dropsOutside?: true
}

/** What is true on one day, with no history to ask for: a row per key and day, under `SnapshotDate`. Read once a day. */
export interface DailySnapshot {
  readonly kind: 'snapshot'
  /** Parameter that takes the day, where the API has one. */
  readonly param?: string
}

export type Incremental = FullRefresh | ModifiedSince | EventWindow | DailySnapshot

/**
 * How the records lie at `rows` in the answer: a list of them, one record, a list of bare strings or one bare text (each
 * string becomes a record with the one field `Value`).
 */
export type Holds = 'records' | 'object' | 'strings' | 'text'

/**
 * What a field tells of a person: `direct` who it is · `contact` how to reach them · `quasi` enough of it points to one
 * (birth date, gender) · `health` · `free_text` anything anybody wrote · `payment` parts of cards and accounts · `pay` what
 * staff earn. A field without a class tells nothing.
 */
export type PersonalClass = 'direct' | 'contact' | 'quasi' | 'health' | 'free_text' | 'payment' | 'pay'

/** Who may read a stream: anybody with a key, partners Mindbody has approved, or nobody outside its sandbox. */
export type Availability = 'public' | 'partner' | 'sandbox-only'

/** A stream asked once per parent (or per batch of parents). */
export interface Parent {
  readonly stream: string
  /** Field of the parent whose value is sent; `Items[].Field` = the field of each entry of a nested list. */
  readonly field: string
  /** Query parameter that takes it; repeated for a batch. */
  readonly param: string
  /** Parents per call; 1 where the API takes a single id. */
  readonly batch: number
  /** Name under which the asked parent is added to each record, unless the record has it in any letter case. */
  readonly as: string
  /** Field of the record that must echo the parent asked; rows of other parents are dropped (the API answers an unresolvable id with everybody's rows). */
  readonly echo?: string
  /**
   * `all` = every parent at every sync; `daily` = every parent once a local day; `changed` = only parents that are new, changed,
   * or named by a changed row of `seenIn`.
   */
  readonly due: 'all' | 'daily' | 'changed'
  /** What nothing announces is found within so many days: the parents asked longest ago are asked again, evenly spread. */
  readonly refreshDays?: number
  /** Largest part of what is left of the day's call budget that one pass may spend; 1 unless set. */
  readonly share?: number
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

/** How single rows are asked for by their own key, e.g. after an event that names them. */
export interface ByKey {
  /** Query parameter that takes the keys; repeated for a batch. */
  readonly param: string
  /** Field of the record that holds it. */
  readonly field: string
  readonly batch: number
  /** The same by another field of the record: clients by the public id. */
  readonly alias?: { readonly param: string; readonly field: string }
}

export interface Stream {
  readonly name: string
  /** Path under the base URL, e.g. `/sale/sales`. */
  readonly path: string
  /** Where the rows are in the answer: `Sales`, `Class.Visits`; empty = the answer itself. */
  readonly rows: string
  readonly holds: Holds
  /**
   * Primary key without the leading SiteId. It may name columns the source adds: the parent, `SnapshotDate`, `RecordSiteId`, or
   * `Ordinal`, the running number among rows of a slice that share the rest of the key.
   */
  readonly key: readonly string[]
  readonly fields: Fields
  /** Fields the API sends that are never kept (card data, long legal texts). */
  readonly omit: readonly string[]
  /** Nested records of which only these fields are kept, also inside a list. */
  readonly only: Readonly<Record<string, readonly string[]>>
  readonly paged: boolean
  /** Parameters without which the answer is silently incomplete; `{site_id}` stands for the site asked. */
  readonly send: Readonly<Record<string, string>>
  readonly incremental: Incremental
  readonly parent: Parent | undefined
  /** Undefined where single rows cannot be asked for. */
  readonly byKey?: ByKey
  /** Money decides when a pass has ended: a short page and then an empty one. */
  readonly strictEnd: boolean
  /** What the answers leave out though it is not gone; absence proves nothing then, and what was read is kept. */
  readonly leavesOut?: string
  /** Only readable with a staff token; without one the answer is masked or empty. */
  readonly staffToken: boolean
  /** Not read again by a sync within this many hours of its last whole reading; 0 = read by every sync. */
  readonly freshHours: number
  readonly availability: Availability
  /** Why the stream is only read when it is named; undefined = part of every sync. */
  readonly optIn?: string
  /** Fields that tell something of a person; nested records count as a whole. */
  readonly personal: Readonly<Record<string, PersonalClass>>
  /** One sentence for `discover` and the docs. */
  readonly about: string
}

type Card = Pick<Stream, 'name' | 'path' | 'rows' | 'key' | 'fields' | 'about'> & Partial<Stream>

/** Fills a card's defaults. Identity otherwise: a stream is pure data. */
export const defineStream = (card: Card): Stream => ({
  holds: 'records',
  omit: [],
  only: {},
  paged: true,
  send: {},
  incremental: { kind: 'full' },
  parent: undefined,
  strictEnd: false,
  staffToken: false,
  freshHours: 0,
  availability: 'public',
  personal: {},
  ...card,
})

/** Name of the parent column the source adds, or undefined where the record has it in any letter case. */
export const addedParentField = (stream: Stream): string | undefined => {
  const name = stream.parent?.as
  if (name === undefined) return undefined
  const taken = Object.keys(stream.fields).some((field) => field.toLowerCase() === name.toLowerCase())
  return taken ? undefined : name
}

/** The streams every sync reads; the others are read when they are named. */
export const defaultStreams = (streams: readonly Stream[]): readonly Stream[] =>
  streams.filter(({ optIn }) => optIn === undefined)

/**
 * Columns the source adds to a stream's records besides SiteId, with their types. `RecordSiteId` is part of every stream: it is
 * filled where a record says another site than the one asked, and always where it is part of the key.
 */
export const addedFields = (stream: Stream, streams: readonly Stream[]): Fields => {
  const parent = addedParentField(stream)
  return {
    ...(parent === undefined ? {} : { [parent]: parentFieldType(stream, streams) }),
    ...(stream.key.includes('RecordSiteId') ? { RecordSiteId: 'id' } : {}),
    ...(stream.key.includes('SnapshotDate') ? { SnapshotDate: 'date' } : {}),
    ...(stream.key.includes('Ordinal') ? { Ordinal: 'int' } : {}),
  }
}

/** Type of the added parent column: text where the parent's own field is text. */
export const parentFieldType = (stream: Stream, streams: readonly Stream[]): FieldType => {
  const parent = streams.find((candidate) => candidate.name === stream.parent?.stream)
  return parent?.fields[stream.parent?.field ?? ''] ?? 'text'
}
