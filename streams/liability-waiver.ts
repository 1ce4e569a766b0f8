// The text of the liability waiver clients agree to.
import { defineStream } from '../src/source/stream.ts'

export const liabilityWaiver = defineStream({
  name: 'liability_waiver',
  path: '/site/liabilitywaiver',
  rows: 'LiabilityWaiver',
  holds: 'text',
  key: [],
  about: 'The text of the liability waiver clients agree to.',
  paged: false,
  staffToken: true,
  freshHours: 20,
  fields: {
    Value: 'text',
  },
})
