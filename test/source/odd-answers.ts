// Answers of every odd form, as the API gives them, with the records they hold: for `read` and for the warehouse alike.
import type { Row } from '../../src/source/records.ts'
import type { Slice } from '../../src/source/slices.ts'
import type { Stream } from '../../src/source/stream.ts'
import { streams } from '../../streams/index.ts'
import { testClient } from './harness.ts'
import type { TestClient } from './harness.ts'
import { json, startServer } from './http-server.ts'

export interface OddAnswer {
  /** What is odd. */
  readonly about: string
  readonly stream: string
  readonly asked?: Pick<Slice, 'parents' | 'day' | 'window'>
  /** The whole body, or the rows of a paged answer. */
  readonly answer: string | readonly object[]
  /** The records as `read` gives them, without SiteId and fields that are null. */
  readonly records: readonly Row[]
}

export const siteId = 10001
export const pageSize = 2

const commission = (SaleId: number, Earnings: number, ProductId = 5): object => ({
  StaffId: 9,
  SaleId,
  ProductId,
  SaleType: 'Purchase',
  Earnings,
})

const commissionRecord = (SaleId: number, Earnings: number, Ordinal: number, ProductId = 5): Row => ({
  ...commission(SaleId, Earnings, ProductId),
  Ordinal,
})

export const oddAnswers: readonly OddAnswer[] = [
  {
    about: 'a bare list of strings, one twice',
    stream: 'accepted_card_types',
    answer: '["Visa", "Master\\"Card\\"", null, "Visa"]',
    records: [{ Value: 'Visa' }, { Value: 'Master"Card"' }],
  },
  { about: 'a bare list without any', stream: 'accepted_card_types', answer: '[]', records: [] },
  {
    about: 'a bare list over several lines',
    stream: 'accepted_card_types',
    answer: '[\n  "Visa",\n  "Discover"\n]\n',
    records: [{ Value: 'Visa' }, { Value: 'Discover' }],
  },
  {
    about: 'a list of strings',
    stream: 'client_referral_types',
    answer: '{"ReferralTypes":["Friend","Größe 4 / \\u00e9"]}',
    records: [{ Value: 'Friend' }, { Value: 'Größe 4 / é' }],
  },
  {
    about: 'a list that is null',
    stream: 'client_referral_types',
    answer: '{"ReferralTypes":null}',
    records: [],
  },
  { about: 'an empty object', stream: 'required_client_fields', answer: '{}', records: [] },
  { about: 'a list of records that is not there', stream: 'genders', answer: '{}', records: [] },
  {
    about: 'a null among the records',
    stream: 'genders',
    answer: '{"GenderOptions":[{"Id":1,"Name":"Female"},null,{"Id":2}]}',
    records: [{ Id: 1, Name: 'Female' }, { Id: 2 }],
  },
  {
    about: 'one text',
    stream: 'liability_waiver',
    answer: '{"LiabilityWaiver":"I agree.\\n\\"Always\\"."}',
    records: [{ Value: 'I agree.\n"Always".' }],
  },
  {
    about: 'a text that is null',
    stream: 'liability_waiver',
    answer: '{"LiabilityWaiver":null}',
    records: [],
  },
  {
    about: 'one record under a name',
    stream: 'staff_permissions',
    asked: { parents: ['7'] },
    answer:
      '{"UserGroup":{"PermissionGroupName":"Desk","IpRestricted":false,"AllowedPermissions":["A"],"DeniedPermissions":[]}}',
    records: [
      {
        StaffId: 7,
        PermissionGroupName: 'Desk',
        IpRestricted: false,
        AllowedPermissions: ['A'],
        DeniedPermissions: [],
      },
    ],
  },
  {
    about: 'one record that is null',
    stream: 'staff_permissions',
    asked: { parents: ['7'] },
    answer: '{"UserGroup":null}',
    records: [],
  },
  {
    about: 'the answer itself as the record',
    stream: 'gift_card_balances',
    asked: { parents: ['100200300'] },
    answer: '{"BarcodeId":"100200300","RemainingBalance":12.50}',
    records: [{ BarcodeId: '100200300', RemainingBalance: 12.5 }],
  },
  {
    about: 'the answer itself, over several lines, nothing in it but nulls',
    stream: 'staff_image_urls',
    asked: { parents: ['7'] },
    answer: '{\n  "ImageURL": null,\n  "MobileImageURL": null\n}',
    records: [{ StaffId: 7 }],
  },
  {
    about: 'an answer without members',
    stream: 'staff_image_urls',
    asked: { parents: ['7'] },
    answer: '{}',
    records: [],
  },
  {
    about: 'an envelope with a profile, of which only known fields are kept',
    stream: 'client_complete_info',
    asked: { parents: ['A-1'], window: { from: '2000-01-01', to: '2026-07-01' } },
    answer: JSON.stringify({
      Client: { Id: 'A-1', FirstName: 'Ada', ClientCreditCard: { CardNumber: '4111' }, Unheard: 'of' },
      ClientServices: [{ Id: 5, Remaining: 3 }],
      ClientContracts: [],
      ClientMemberships: null,
    }),
    records: [
      {
        ClientId: 'A-1',
        Client: { FirstName: 'Ada', Id: 'A-1' },
        ClientServices: [{ Id: 5, Remaining: 3 }],
        ClientContracts: [],
      },
    ],
  },
  {
    about: 'nested clients of which only ids are kept, in a list',
    stream: 'class_schedules',
    answer: [
      { Id: 1, Clients: [{ UniqueId: 5, Id: 'A', Email: 'a@b.c' }, null, 'A', { Email: 'd@e.f' }] },
      { Id: 2, Clients: null },
      { Id: 3, Clients: [] },
      { Id: 4, Clients: 'none' },
    ],
    records: [
      { Id: 1, Clients: [{ Id: 'A', UniqueId: 5 }, {}] },
      { Id: 2 },
      { Id: 3, Clients: [] },
      { Id: 4 },
    ],
  },
  {
    about: 'a nested client of which only ids are kept',
    stream: 'waitlist_entries',
    asked: { parents: ['30', '31'] },
    answer: [
      { Id: 1, ClassId: 30, Client: { Id: 'A', UniqueId: 5, FirstName: 'Ada', Weight: null } },
      { Id: 2, ClassId: 31, Client: { Id: null }, ClassSchedule: { Id: 8, Clients: [{ Id: 'B' }] } },
      { Id: 3, ClassId: 99, Client: { Id: 'C' } },
    ],
    records: [
      { Id: 1, ClassId: 30, Client: { Id: 'A', UniqueId: 5 } },
      { Id: 2, ClassId: 31, Client: { Id: null }, ClassSchedule: { Id: 8 } },
    ],
  },
  {
    about: 'rows that share their key, over several pages',
    stream: 'payroll_commissions',
    asked: { window: { from: '2026-06-01', to: '2026-06-14' } },
    answer: [
      commission(1, 2.5),
      commission(1, 2.5),
      commission(2, 1),
      commission(1, 4, 6),
      commission(1, 0.01),
    ],
    records: [
      commissionRecord(1, 2.5, 1),
      commissionRecord(1, 2.5, 2),
      commissionRecord(2, 1, 1),
      commissionRecord(1, 4, 1, 6),
      commissionRecord(1, 0.01, 3),
    ],
  },
  {
    about: 'rows without any key',
    stream: 'client_purchases',
    asked: { parents: ['A-1'], window: { from: '2025-07-01', to: '2026-07-01' } },
    answer: [{ Description: 'Mat', Price: 20 }, { Description: 'Mat', Price: 20 }, { Description: 'Tea' }],
    records: [
      { ClientId: 'A-1', Ordinal: 1, Description: 'Mat', Price: 20 },
      { ClientId: 'A-1', Ordinal: 2, Description: 'Mat', Price: 20 },
      { ClientId: 'A-1', Ordinal: 3, Description: 'Tea' },
    ],
  },
  {
    about: 'the state of a day, asked for several parents',
    stream: 'client_account_balances',
    asked: { parents: ['A', 'B'], day: '2026-07-01' },
    answer: [
      { Id: 'A', UniqueId: 1, AccountBalance: 10.25, FirstName: 'Ada' },
      { Id: 'B', UniqueId: 2, AccountBalance: null },
      { Id: 'C', UniqueId: 3, AccountBalance: 4 },
    ],
    records: [
      { ClientId: 'A', SnapshotDate: '2026-07-01', Id: 'A', UniqueId: 1, AccountBalance: 10.25 },
      { ClientId: 'B', SnapshotDate: '2026-07-01', Id: 'B', UniqueId: 2 },
    ],
  },
  {
    about: 'records of other sites',
    stream: 'cross_regional_client_associations',
    asked: { parents: ['A-1'] },
    answer: [
      { SiteId: 10001, ClientId: 'A-1', UniqueId: 1 },
      { SiteId: 10002, ClientId: 'Z-9', UniqueId: 1 },
      { ClientId: 'A-1', UniqueId: 2 },
    ],
    records: [
      { AskedClientId: 'A-1', RecordSiteId: 10001, ClientId: 'A-1', UniqueId: 1 },
      { AskedClientId: 'A-1', RecordSiteId: 10002, ClientId: 'Z-9', UniqueId: 1 },
      { AskedClientId: 'A-1', RecordSiteId: 10001, ClientId: 'A-1', UniqueId: 2 },
    ],
  },
  {
    about: 'an envelope per parent of a batch',
    stream: 'client_memberships',
    asked: { parents: ['A', 'B'] },
    answer: [
      { ClientId: 'A', Memberships: [{ Id: 1 }] },
      { ClientId: 'B', Memberships: [], ErrorMessage: 'none' },
    ],
    records: [
      { ClientId: 'A', Memberships: [{ Id: 1 }] },
      { ClientId: 'B', Memberships: [], ErrorMessage: 'none' },
    ],
  },
]

/** What is no answer of the stream, though it is whole JSON with status 200. */
export const wrongAnswers: readonly (readonly [about: string, stream: string, body: string])[] = [
  ['a note instead of a record', 'gift_card_balances', '{"message":"The service is resting."}'],
  ['a note instead of a bare list', 'accepted_card_types', '{"message":"The service is resting."}'],
  ['strings instead of records', 'genders', '{"GenderOptions":["Female"]}'],
  ['records instead of strings', 'accepted_card_types', '[{"Id":1}]'],
  ['a list instead of a record', 'staff_permissions', '{"UserGroup":[{"PermissionGroupName":"Desk"}]}'],
  ['one string instead of a list', 'client_referral_types', '{"ReferralTypes":"Friend"}'],
  ['a record instead of a text', 'liability_waiver', '{"LiabilityWaiver":{"Text":"I agree."}}'],
]

export const streamNamed = (name: string): Stream => {
  const stream = streams.find((candidate) => candidate.name === name)
  if (stream === undefined) throw new Error(`no stream ${name}`)
  return stream
}

export const sliceOf = (name: string, asked: OddAnswer['asked'] = {}): Slice => ({
  stream: streamNamed(name),
  siteId,
  id: 'all',
  query: [],
  concludes: false,
  ...asked,
})

/** A server that gives one answer whatever is asked, page by page where it is a list of rows, and a client to it. */
export const serveOne = async ({
  stream,
  answer,
}: Pick<OddAnswer, 'stream' | 'answer'>): Promise<TestClient> => {
  const { rows } = streamNamed(stream)
  const server = await startServer(({ url }, response) => {
    if (typeof answer === 'string') {
      json(response, answer)
      return
    }
    const RequestedLimit = Number(url.searchParams.get('request.limit'))
    const RequestedOffset = Number(url.searchParams.get('request.offset'))
    const page = answer.slice(RequestedOffset, RequestedOffset + RequestedLimit)
    const paging = { RequestedLimit, RequestedOffset, PageSize: page.length, TotalResults: answer.length }
    json(response, { PaginationResponse: paging, [rows]: page })
  })
  const client = await testClient(server.url, {
    staffUser: undefined,
    extraHeaders: 'SourceCredentials: made|up',
    limits: { tries: 1 },
  })
  return {
    ...client,
    close: async () => {
      await client.close()
      await server.close()
    },
  }
}
