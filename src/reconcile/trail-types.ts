// What people have said about a reconciliation: who signed it, what was waived, and what has changed since.
import type { Cause } from './causes.ts'

export interface SignOff {
  readonly signedAt: string
  readonly signedBy: string
  readonly role: 'exporter' | 'reviewer'
  readonly comment: string
  /** Of the file the signed figures were taken from. */
  readonly fileSha256: string
  readonly nativeTotal: string
  readonly ourTotal: string
  readonly variance: string
  /** Hash over this sign-off and the one before it: a row changed afterwards breaks the chain. */
  readonly chainHash: string
}

export interface Waiver {
  readonly cause: Cause
  readonly reason: string
  readonly waivedBy: string
  readonly createdAt: string
  /** Last day on which it holds, by UTC: it has one end for all sites of a home. */
  readonly until: string
  /** Up to this sum of the cause, exact text; null = any. */
  readonly maxAmount: string | null
  readonly isValid: boolean
}

/** The trail of one report, site and period. */
export interface Trail {
  readonly signOffs: readonly SignOff[]
  readonly waivers: readonly Waiver[]
  /** In words, what differs from what was signed last; null where nothing does or nothing was signed. */
  readonly changedSince: string | null
}

export const emptyTrail: Trail = { signOffs: [], waivers: [], changedSince: null }
