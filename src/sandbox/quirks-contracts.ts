// Quirks of contracts held by clients.
import { withRows } from './effect.ts'
import { each, listOf } from './quirk.ts'
import type { Switch } from './quirk.ts'

const path = '/client/clientcontracts'

export const contractQuirks = {
  'client-contracts-repeated': {
    path,
    answer: (answer) => withRows(answer, (rows) => rows.flatMap((row) => [row, { ...row }])),
  },
  'contract-autopays-cut': {
    path,
    answer: each((contract) => {
      const [first, second, ...rest] = listOf(contract, 'UpcomingAutopayEvents')
      if (first === undefined || second === undefined || rest.length === 0) return contract
      const wrong = { ...first, ChargeAmount: Number(first['ChargeAmount']) * 2 }
      return { ...contract, AutopayStatus: 'Suspended', UpcomingAutopayEvents: [wrong, second] }
    }),
  },
  'auto-renewing-unreliable': {
    path,
    answer: each((contract) => ({ ...contract, AutoRenewing: contract['AutoRenewing'] !== true })),
  },
  'payer-differs-from-user': {
    path,
    answer: each((contract) => ({ ...contract, PayerClientId: 4_711 })),
  },
  'contract-without-autopays': {
    path,
    answer: each((contract) => ({
      ...contract,
      UpcomingAutopayEvents: Number(contract['Id']) % 2 === 0 ? [] : null,
    })),
  },
} as const satisfies Readonly<Record<string, Switch>>
