// The list of streams, in an order in which parents come before their children. Handed to the engine by commands and tests.
import type { Stream } from '../src/source/stream.ts'
import { appointments } from './appointments.ts'
import { categories } from './categories.ts'
import { classDescriptions } from './class-descriptions.ts'
import { classVisits } from './class-visits.ts'
import { classes } from './classes.ts'
import { clientContracts } from './client-contracts.ts'
import { clientServices } from './client-services.ts'
import { clientVisits } from './client-visits.ts'
import { clients } from './clients.ts'
import { contracts } from './contracts.ts'
import { locations } from './locations.ts'
import { memberships } from './memberships.ts'
import { paymentTypes } from './payment-types.ts'
import { products } from './products.ts'
import { programs } from './programs.ts'
import { promoCodes } from './promo-codes.ts'
import { sales } from './sales.ts'
import { services } from './services.ts'
import { sessionTypes } from './session-types.ts'
import { sites } from './sites.ts'
import { staff } from './staff.ts'
import { transactions } from './transactions.ts'

export const streams: readonly Stream[] = [
  sites,
  locations,
  programs,
  sessionTypes,
  categories,
  paymentTypes,
  promoCodes,
  memberships,
  staff,
  services,
  products,
  contracts,
  classDescriptions,
  clients,
  classes,
  appointments,
  sales,
  transactions,
  classVisits,
  clientServices,
  clientContracts,
  clientVisits,
]
