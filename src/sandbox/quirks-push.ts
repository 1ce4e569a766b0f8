// Quirks of the control plane of events.
import { pushRefusal } from './push-answers.ts'
import type { Switch } from './quirk.ts'

export const pushQuirks = {
  'webhook-url-refused': {
    path: '/push/api/v1/subscriptions',
    answer: (answer, { incoming, nth }) =>
      incoming.method === 'POST' && nth < 2 ? pushRefusal('urlSilent') : answer,
  },
} as const satisfies Readonly<Record<string, Switch>>
