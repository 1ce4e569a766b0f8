// The documented errors of the webhook API, each in words: what happened and what to do.
import type { ProblemCode } from '../core/errors.ts'

export interface Meaning {
  readonly code: string
  readonly types: readonly string[]
  readonly problem: ProblemCode
  readonly what: string
  readonly remedy?: string
}

const refused = 'SUBSCRIPTION_REFUSED'

/** `types` are what a PATCH and a POST call the same error. */
export const meanings: readonly Meaning[] = [
  {
    code: '14010001',
    types: ['missingAPIKeyHeader'],
    problem: 'CREDENTIALS_REFUSED',
    what: 'Mindbody saw no API key on a webhook call.',
    remedy: 'Check api_key, and that no proxy in between removes the header API-Key.',
  },
  {
    code: '14030001',
    types: ['forbidden'],
    problem: 'PERMISSION_MISSING',
    what: 'The API key may not use the webhook API.',
    remedy: 'Ask Mindbody to allow webhooks for the developer account of this api_key.',
  },
  {
    code: '14030002',
    types: ['developerAccountNotActive'],
    problem: 'PERMISSION_MISSING',
    what: 'The developer account has no live access, which webhooks need.',
    remedy: 'Have "go live" approved in the developer portal, and at least one business activated.',
  },
  {
    code: '14040001',
    types: ['resourceNotFound'],
    problem: refused,
    what: 'Mindbody knows no such subscription.',
    remedy: '`webhooks list` shows those of this API key.',
  },
  {
    code: '14000003',
    types: ['invalidEventSchemaVersionRequired'],
    problem: refused,
    what: 'Mindbody missed the schema version of the events.',
  },
  {
    code: '14000005',
    types: ['invalidEventSchemaVersion'],
    problem: refused,
    what: 'Mindbody has no such schema version, or one of the events does not come in it.',
    remedy: 'Name the events one by one with --events to find the one that does not.',
  },
  {
    code: '14000006',
    types: ['invalidValueEventIdsRequired'],
    problem: refused,
    what: 'Mindbody missed the list of events.',
    remedy: 'Name them with --events.',
  },
  {
    code: '14000007',
    types: ['invalidValueEventIdsCannotBeBlank'],
    problem: refused,
    what: 'The list of events is empty.',
    remedy: 'Name at least one with --events.',
  },
  {
    code: '14000008',
    types: ['invalidValueEventIds'],
    problem: refused,
    what: 'Mindbody does not know one of the event ids.',
    remedy: 'Take those it does not know out of --events.',
  },
  {
    code: '14000009',
    types: ['invalidValueReferenceIdTooLong'],
    problem: refused,
    what: 'The reference id is longer than 256 characters.',
    remedy: 'Give a shorter --reference.',
  },
  {
    code: '14000010',
    types: ['invalidValueWebhookURLRequired'],
    problem: refused,
    what: 'Mindbody missed the address to deliver to.',
    remedy: 'Set webhooks.public_url in the configuration, or give --url.',
  },
  {
    code: '14000011',
    types: ['invalidValueWebhookURLCannotBeBlank'],
    problem: refused,
    what: 'The address to deliver to is empty.',
    remedy: 'Set webhooks.public_url in the configuration, or give --url.',
  },
  {
    code: '14000012',
    types: ['invalidValueWebhookURLTooLong'],
    problem: refused,
    what: 'The address to deliver to is longer than 2083 characters.',
    remedy: 'Give a shorter --url.',
  },
  {
    code: '14000013',
    types: ['invalidWebhookURLMissingHTTPS', 'invalidValueWebhooksURLMissingHTTPS'],
    problem: refused,
    what: 'Mindbody delivers to https only, and the address is not.',
    remedy: 'Put TLS in front of the receiver and give its https address.',
  },
  {
    code: '14000014',
    types: ['invalidWebhookURLNoResponse'],
    problem: refused,
    what: 'Mindbody asked the address with HEAD and had no 2xx within 10 seconds.',
    remedy:
      'Start `serve`, see that the address reaches it from the internet (curl -I URL), and run the same command again.',
  },
  {
    code: '14000015',
    types: ['invalidWebhookUrlError'],
    problem: refused,
    what: 'Mindbody takes the address for no valid one.',
    remedy: 'Give a public https address with --url.',
  },
  {
    code: '14000016',
    types: ['invalidWebhookUrlBadFormat'],
    problem: refused,
    what: 'Mindbody takes the address for malformed.',
    remedy: 'Give --url as https://host or https://host/path.',
  },
  {
    code: '14000018',
    types: ['genericDomainError'],
    problem: refused,
    what: 'The subscription is deactivated already.',
    remedy: 'Nothing is left to do; `webhooks activate` turns it on again.',
  },
  {
    code: '14000020',
    types: ['subscriptionStatusNotValid'],
    problem: refused,
    what: 'Mindbody does not allow this status for the subscription now.',
    remedy:
      'See its status with `webhooks show`; one that Mindbody has closed is replaced by `webhooks create`.',
  },
  {
    code: '14000021',
    types: ['invalidSubscriptionId'],
    problem: refused,
    what: 'This is no id of a subscription.',
    remedy: '`webhooks list` shows the ids.',
  },
]
