// How clients may have heard of the site, inactive ones included.
import { defineStream } from '../src/source/stream.ts'

export const clientReferralTypes = defineStream({
  name: 'client_referral_types',
  path: '/client/clientreferraltypes',
  rows: 'ReferralTypes',
  holds: 'strings',
  key: ['Value'],
  about: 'How clients may have heard of the site, inactive ones included.',
  paged: false,
  send: { 'request.includeInactive': 'true' },
  freshHours: 20,
  fields: {
    Value: 'text',
  },
})
