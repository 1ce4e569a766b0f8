// The Members Report as a studio exports it: a row per client as of now, with the member status in the studio's words.
import { exporterOf } from './exporter.ts'
import type { Client, Studio } from './life.ts'
import { listedHands, type ListedRow } from './listed.ts'
import { printedClientId } from './report-sheet.ts'
import { printedPerson } from './report-words.ts'
import { placeName } from './sales-print.ts'

interface MemberRow extends ListedRow {
  readonly client: Client
}

const statuses: readonly Client['status'][] = ['Active', 'Non-Member', 'Expired', 'Terminated', 'Declined']

const membershipOf = ({ plan }: Studio, { wallet }: Client): string => {
  const held = wallet.findLast((option) => option.current && option.plan.membershipId !== undefined)
  return plan.memberships.find(({ id }) => id === held?.plan.membershipId)?.name ?? ''
}

/** Members Report, detail. Its rows count one each: under another number a client could be anybody. */
export const membersExporter = exporterOf<MemberRow>({
  forms: ['xlsx', 'csv'],
  choices: [],
  rowsOf: ({ studio }) =>
    studio.clients.map((client) => ({
      key: client.id,
      neighbourhoods: [client.id],
      cents: 1,
      clientId: client.id,
      category: client.status,
      plain: true,
      client,
    })),
  handsOf: ({ studio }) => {
    const { unexplained: _none, ...hands } = listedHands<MemberRow>({
      studio,
      unit: 'count',
      hasClients: false,
      categories: statuses,
      invent: (row, nth) => ({ ...row, key: String(990_001 + nth), clientId: String(990_001 + nth) }),
    })
    return hands
  },
  print: ({ studio }, rows, offCount) => ({
    header: ['Client ID', 'Client', 'Member Status', 'Membership', 'Home Location'],
    tables: [
      {
        rows: rows.map(({ client, clientId, category }) => [
          printedClientId(clientId),
          printedPerson(client),
          category,
          membershipOf(studio, client),
          placeName(studio, client.homeLocationId),
        ]),
      },
    ],
    totals: [`Total members: ${rows.length + offCount}`, '', '', '', ''],
    dayFirst: false,
  }),
})
