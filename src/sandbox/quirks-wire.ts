// Quirks of the API as a whole: tokens and the words of errors.
import { denied } from './answers.ts'
import type { Switch } from './quirk.ts'

export const wireQuirks = {
  'tokens-fail-now-and-then': {
    path: '/',
    answer: (answer, { incoming, nth }) =>
      incoming.authorization !== undefined && nth % 5 === 4 ? denied() : answer,
  },
  'error-texts-change': {
    path: '/',
    answer: (answer) =>
      answer.status < 400
        ? answer
        : {
            ...answer,
            body: answer.body.replace(/"Message":"[^"]*"/, '"Message":"Booking method is not valid."'),
          },
  },
} as const satisfies Readonly<Record<string, Switch>>
