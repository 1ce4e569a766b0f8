// What the control plane of events says: bare or wrapped, and its errors with their numbers.
import type { Answer } from './answers.ts'

/** Errors by the name this sandbox gives them; `type` and `code` are the documentation's. */
export const pushErrors = {
  noKey: {
    status: 401,
    code: '14010001',
    type: 'missingAPIKeyHeader',
    message: 'The API-Key header is missing.',
  },
  forbidden: {
    status: 403,
    code: '14030001',
    type: 'forbidden',
    message: 'You are not authorized for this endpoint.',
  },
  notLive: {
    status: 403,
    code: '14030002',
    type: 'developerAccountNotActive',
    message: 'The developer account has no live access.',
  },
  unknown: {
    status: 404,
    code: '14040001',
    type: 'resourceNotFound',
    message: 'The subscription was not found.',
  },
  versionRequired: {
    status: 400,
    code: '14000003',
    type: 'invalidEventSchemaVersionRequired',
    message: 'eventSchemaVersion is required.',
  },
  version: {
    status: 400,
    code: '14000005',
    type: 'invalidEventSchemaVersion',
    message: 'There is no such eventSchemaVersion.',
  },
  eventsRequired: {
    status: 400,
    code: '14000006',
    type: 'invalidValueEventIdsRequired',
    message: 'eventIds is required.',
  },
  eventsBlank: {
    status: 400,
    code: '14000007',
    type: 'invalidValueEventIdsCannotBeBlank',
    message: 'eventIds cannot be blank.',
  },
  events: {
    status: 400,
    code: '14000008',
    type: 'invalidValueEventIds',
    message: 'An eventId is not valid.',
  },
  referenceTooLong: {
    status: 400,
    code: '14000009',
    type: 'invalidValueReferenceIdTooLong',
    message: 'referenceId is too long.',
  },
  urlRequired: {
    status: 400,
    code: '14000010',
    type: 'invalidValueWebhookURLRequired',
    message: 'webhookUrl is required.',
  },
  urlBlank: {
    status: 400,
    code: '14000011',
    type: 'invalidValueWebhookURLCannotBeBlank',
    message: 'webhookUrl cannot be blank.',
  },
  urlTooLong: {
    status: 400,
    code: '14000012',
    type: 'invalidValueWebhookURLTooLong',
    message: 'webhookUrl is too long.',
  },
  urlNotHttps: {
    status: 400,
    code: '14000013',
    type: 'invalidWebhookURLMissingHTTPS',
    message: 'webhookUrl must begin with https.',
  },
  /** The same, as a change of a subscription spells it. */
  changedUrlNotHttps: {
    status: 400,
    code: '14000013',
    type: 'invalidValueWebhooksURLMissingHTTPS',
    message: 'webhookUrl must begin with https.',
  },
  urlSilent: {
    status: 400,
    code: '14000014',
    type: 'invalidWebhookURLNoResponse',
    message: 'webhookUrl did not answer a HEAD request with success.',
  },
  url: { status: 400, code: '14000015', type: 'invalidWebhookUrlError', message: 'webhookUrl is not valid.' },
  urlFormat: {
    status: 400,
    code: '14000016',
    type: 'invalidWebhookUrlBadFormat',
    message: 'webhookUrl is malformed.',
  },
  alreadyDeactivated: {
    status: 400,
    code: '14000018',
    type: 'genericDomainError',
    message: 'The subscription is already deactivated.',
  },
  statusNotValid: {
    status: 400,
    code: '14000020',
    type: 'subscriptionStatusNotValid',
    message: 'The status is not valid.',
  },
  subscriptionId: {
    status: 400,
    code: '14000021',
    type: 'invalidSubscriptionId',
    message: 'The subscriptionId is not valid.',
  },
} as const

export type PushError = keyof typeof pushErrors

/** `isWrapped`: the shape that Mindbody's own SDK reads, where codes are numbers. */
export const pushRefusal = (name: PushError, isWrapped = false): Answer => {
  const { status, code, type, message } = pushErrors[name]
  const [errorType, errorMessage] = [type, message]
  const body = isWrapped
    ? {
        isSuccess: false,
        value: null,
        errorInformation: [{ errorCode: Number(code), errorType, errorMessage }],
      }
    : { errors: [{ errorCode: code, errorType, errorMessage }] }
  return { status, body: JSON.stringify(body), rows: 0 }
}

/** A key that is none is refused in words only (documented so). */
export const wrongKey = (): Answer => ({
  status: 401,
  body: JSON.stringify({ message: 'The API key is not valid.' }),
  rows: 0,
})

export const pushAnswer = (value: object, isWrapped: boolean, rows = 1): Answer => ({
  status: 200,
  body: JSON.stringify(isWrapped ? { isSuccess: true, value, errorInformation: [] } : value),
  rows,
})
