// The studio's own books: what it owes at each month's end, counted from its life and sharing nothing with what is tested by it.
import { addsUp, deferredMoves, reachOf, type Move } from './books-deferred.ts'
import type { Business } from './business.ts'
import { addDays, addMonths } from './calendar.ts'
import type { Client, Line, Studio } from './life.ts'
import { methods } from './plan-shared.ts'

/** A balance at the end of a month, or as of now for the running one; hundredths of the currency's unit. */
export interface Owed {
  readonly site_id: number
  readonly kind: 'deferred' | 'gift_card' | 'client_credit' | 'receivable' | 'tips'
  /** Program of the services, for what is deferred. */
  readonly program_id: number | null
  readonly month_end: string
  readonly cents: number
}

const monthEnds = (first: string, last: string): readonly string[] => {
  const ends: string[] = []
  for (let month = `${first.slice(0, 7)}-01`; month <= last; month = addMonths(month, 1))
    ends.push(addDays(addMonths(month, 1), -1))
  return ends
}

const balanceOn = (moves: readonly Move[], day: string): number =>
  moves.reduce((sum, move) => (move.day <= day ? sum + move.cents : sum), 0)

/** Moves by the lines of a kind of item, and by a tender that uses them up. */
const movesOf = (
  studio: Studio,
  lineCents: (line: Line) => number,
  methodId: number | undefined,
): readonly (Move & { readonly client: Client | undefined })[] =>
  studio.sales.flatMap(({ client, soldLocal, lines, payments }) => {
    const day = soldLocal.slice(0, 10)
    return [
      ...lines
        .filter((line) => addsUp(studio, line))
        .map((line) => ({ day, client, cents: lineCents(line) })),
      ...payments
        .filter(({ method }) => method.id === methodId)
        .map(({ cents }) => ({ day, client, cents: -cents })),
    ].filter(({ cents }) => cents !== 0)
  })

const ofKind =
  (...kinds: readonly string[]) =>
  (line: Line, cents: number): number =>
    kinds.includes(line.item.kind) ? cents : 0

const owedBy = (studio: Studio): readonly Owed[] => {
  const [card, account, tip] = [
    ofKind('gift_card'),
    ofKind('account_credit', 'account_payment'),
    ofKind('tip'),
  ]
  // A card is good for its face whatever was paid for it.
  const cards = movesOf(studio, (line) => card(line, line.item.cents * line.quantity), methods.giftCard.id)
  const tips = movesOf(studio, (line) => tip(line, line.totalCents - line.taxCents), undefined)
  const accounts = new Map<Client | undefined, Move[]>()
  for (const move of movesOf(studio, (line) => account(line, line.totalCents), methods.account.id))
    accounts.set(move.client, [...(accounts.get(move.client) ?? []), move])
  const deferred = deferredMoves(studio)
  const first = studio.sales.reduce(
    (day, { soldLocal }) => (soldLocal < day ? soldLocal.slice(0, 10) : day),
    '9999-12-31',
  )
  return monthEnds(first, reachOf(studio).slice(0, 10)).flatMap((month_end): readonly Owed[] => {
    const owed = (kind: Owed['kind'], cents: number, program_id: number | null = null): Owed => ({
      site_id: studio.plan.siteId,
      kind,
      program_id,
      month_end,
      cents,
    })
    const balances = [...accounts.values()].map((moves) => balanceOn(moves, month_end))
    return [
      ...[...deferred].map(([program, moves]) => owed('deferred', balanceOn(moves, month_end), program)),
      owed('gift_card', balanceOn(cards, month_end)),
      owed(
        'client_credit',
        balances.reduce((sum, cents) => sum + Math.max(cents, 0), 0),
      ),
      owed(
        'receivable',
        balances.reduce((sum, cents) => sum + Math.max(-cents, 0), 0),
      ),
      owed('tips', balanceOn(tips, month_end)),
    ]
  })
}

/**
 * What the studios owe, and are owed, by the rules of `gaap_default`: packs by use, memberships by day, the rest of a pack lapses
 * with the end of the last day it was first told to have.
 */
export const booksOf = (business: Business): readonly Owed[] => business.studios.flatMap(owedBy)
