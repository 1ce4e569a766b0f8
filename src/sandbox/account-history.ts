// What stood on a client's account at the end of a day, worked back from what stands there now.
import { localDayOf } from './calendar.ts'
import type { Client, Sale, Studio } from './life.ts'
import { methods } from './plan-shared.ts'

/** What a sale did to its client's account: credit bought and debts paid less what was spent. */
const movedCents = ({ lines, payments }: Sale): number =>
  lines.reduce(
    (sum, { item, totalCents }) =>
      sum + (item.kind === 'account_credit' || item.kind === 'account_payment' ? totalCents : 0),
    0,
  ) - payments.reduce((sum, { method, cents }) => sum + (method.id === methods.account.id ? cents : 0), 0)

/** Balance in cents at the end of a site-local day; a day to come has today's. */
export const accountCentsOn = (studio: Studio, client: Client, day: string): number =>
  studio.sales
    .filter((sale) => sale.client === client && localDayOf(sale.at, studio.plan.zone) > day)
    .reduce((cents, sale) => cents - movedCents(sale), client.accountCents)
