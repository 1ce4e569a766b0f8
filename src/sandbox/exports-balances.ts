// What stands on clients' accounts, as a studio exports it: every client of the site, below zero for who owes.
import type { Client, Studio } from './life.ts'
import { exporterOf } from './exporter.ts'
import { listedHands, type ListedRow } from './listed.ts'
import { printedClientId } from './report-sheet.ts'
import { printedPerson } from './report-words.ts'

interface BalanceRow extends ListedRow {
  readonly client: Client
}

const rowsOf = (studio: Studio): readonly BalanceRow[] => {
  const sharing = new Map<number, number>()
  for (const { accountCents } of studio.clients)
    sharing.set(accountCents, (sharing.get(accountCents) ?? 0) + 1)
  return studio.clients
    .map((client) => ({
      key: client.id,
      // A client under another number is known by the balance alone, so no two rows of one balance are touched.
      neighbourhoods: [client.id, `balance ${client.accountCents}`],
      cents: client.accountCents,
      clientId: client.id,
      category: '',
      plain: client.accountCents !== 0 && sharing.get(client.accountCents) === 1,
      client,
    }))
    .sort(
      (one, other) => one.client.last.localeCompare(other.client.last) || one.key.localeCompare(other.key),
    )
}

/** Account Balances, all of them, as of now. */
export const accountBalancesExporter = exporterOf<BalanceRow>({
  forms: ['csv', 'html'],
  choices: [],
  rowsOf: ({ studio }) => rowsOf(studio),
  handsOf: ({ studio }) =>
    listedHands<BalanceRow>({
      studio,
      unit: 'money',
      hasClients: true,
      invent: (row, nth) => ({ ...row, key: String(990_001 + nth), clientId: String(990_001 + nth) }),
    }),
  print: (_request, rows, offCents) => ({
    header: ['ID', 'Client', 'Account balance'],
    tables: [
      {
        rows: rows.map((row) => [
          printedClientId(row.clientId),
          printedPerson(row.client),
          { cents: row.cents },
        ]),
      },
    ],
    totals: ['Total:', '', { cents: rows.reduce((sum, { cents }) => sum + cents, offCents) }],
    dayFirst: false,
  }),
})
