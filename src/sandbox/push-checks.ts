// What the control plane checks of a subscription, field by field in the documentation's order.
import { isEventId } from './events-list.ts'
import type { PushError } from './push-answers.ts'

/** Fields of a body by their names in lower case: the documentation's own sample writes `Status` and `WebhookUrl`. */
export type Asked = ReadonlyMap<string, unknown>

/** The fields of a JSON object; none of what is no object. */
export const askedOf = (body: string): Asked => {
  let value: unknown
  try {
    value = JSON.parse(body)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  const fields = typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}
  return new Map(Object.entries(fields).map(([name, field]) => [name.toLowerCase(), field as unknown]))
}

const eventsWrong = (ids: unknown): PushError | undefined => {
  if (!Array.isArray(ids)) return 'eventsRequired'
  if (ids.length === 0) return 'eventsBlank'
  return ids.every(isEventId) ? undefined : 'events'
}

const versionWrong = (version: unknown): PushError | undefined =>
  version === undefined || version === null || version === 0
    ? 'versionRequired'
    : version === 1
      ? undefined
      : 'version'

const referenceWrong = (reference: unknown): PushError | undefined =>
  typeof reference === 'string' && reference.length > 256 ? 'referenceTooLong' : undefined

/** Plain http is taken on loopback alone, where this sandbox and what it is tried with live. */
const isSafe = ({ protocol, hostname }: URL): boolean =>
  protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname))

const urlWrong = (address: unknown, isChange: boolean): PushError | undefined => {
  if (typeof address !== 'string') return 'urlRequired'
  if (address.trim() === '') return 'urlBlank'
  if (address.length > 2_083) return 'urlTooLong'
  if (!URL.canParse(address)) return isChange ? 'urlFormat' : 'urlNotHttps'
  const url = new URL(address)
  if (!isSafe(url)) return isChange ? 'changedUrlNotHttps' : 'urlNotHttps'
  // No address of a receiver has a user in it.
  return isChange && url.username !== '' ? 'url' : undefined
}

/** What is wrong with a new subscription, before its address is asked. */
export const creationWrong = (asked: Asked): PushError | undefined =>
  eventsWrong(asked.get('eventids')) ??
  versionWrong(asked.get('eventschemaversion')) ??
  referenceWrong(asked.get('referenceid')) ??
  urlWrong(asked.get('webhookurl'), false)

const statuses: readonly unknown[] = ['Active', 'DeactivatedByUser']

/** What is wrong with a change; fields that are left out stay as they are. */
export const changeWrong = (asked: Asked): PushError | undefined =>
  (asked.has('eventids') ? eventsWrong(asked.get('eventids')) : undefined) ??
  (asked.has('eventschemaversion') ? versionWrong(asked.get('eventschemaversion')) : undefined) ??
  referenceWrong(asked.get('referenceid')) ??
  (asked.has('webhookurl') ? urlWrong(asked.get('webhookurl'), true) : undefined) ??
  (asked.has('status') && !statuses.includes(asked.get('status')) ? 'statusNotValid' : undefined)
