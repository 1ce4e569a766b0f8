// An exporter: what one native report's rows are, how they are printed, and what can be planted in them.
import type { Business } from './business.ts'
import type { Studio } from './life.ts'
import { plantDifferences, type Hands, type Plant, type PlantedDifference, type PlantRow } from './plant.ts'
import type { Random } from './random.ts'
import type { Form, Sheet } from './report-sheet.ts'

/** What the person who exports chooses. */
export interface ExportSettings {
  readonly basis: 'accrual' | 'cash'
  /** False leaves returns out. */
  readonly returns: boolean
  /** Sale locations by number; undefined = all. */
  readonly locations: readonly number[] | undefined
}

export interface ExportRequest extends ExportSettings {
  readonly business: Business
  readonly studio: Studio
  /** First and last local day, both included; reports as of a day look at `to` alone. */
  readonly from: string
  readonly to: string
  readonly form: Form
  /** Sales that were edited after this file was exported, by number. */
  readonly changedSales: ReadonlySet<number>
  /** A stream of its own per report, site and period. */
  readonly random: Random
}

interface Design<Row extends PlantRow> {
  /** The forms in which the report is seen. */
  readonly forms: readonly Form[]
  /** The choices that change its figures. */
  readonly choices: readonly (keyof ExportSettings)[]
  /** The true rows, in the order in which they are printed. */
  readonly rowsOf: (request: ExportRequest) => readonly Row[]
  /** Rows of the period that the basis leaves out. */
  readonly besideOf?: (request: ExportRequest) => readonly Row[]
  /** How rows are made wrong; classes 1 to 3 need no hand. */
  readonly handsOf: (request: ExportRequest, rows: readonly Row[]) => Hands<Row>
  /** The rows as they are printed; `offCents` is what the file's own total is wrong by. Text = a page of its own making. */
  readonly print: (request: ExportRequest, rows: readonly Row[], offCents: number) => Sheet | string
}

/** A report ready to be written. */
interface Composed {
  readonly rows: number
  /** Sum of the measure over the rows written. */
  readonly totalCents: number
  readonly planted: readonly PlantedDifference[]
  readonly page: () => Sheet | string
}

export interface Exporter {
  readonly forms: readonly Form[]
  readonly choices: readonly (keyof ExportSettings)[]
  readonly compose: (request: ExportRequest, plants: readonly Plant[]) => Composed
  /**
   * Of the differences wanted, in their order, those the rows have room for beside the ones before. Each call of `requestOf`
   * gives the same request with its randomness at the beginning.
   */
  readonly fitting: (requestOf: () => ExportRequest, wanted: readonly Plant[]) => readonly Plant[]
}

const totalOf = (rows: readonly PlantRow[]): number => rows.reduce((sum, { cents }) => sum + cents, 0)

/** Cuts rows off the end: at least so many, and never between two rows of one key, which nothing tells apart. */
const cut = <Row extends PlantRow>(rows: readonly Row[], count: number): readonly Row[] => {
  let kept = rows.length - count
  while (kept > 0 && rows[kept - 1]?.key === rows[kept]?.key) kept -= 1
  if (kept <= 0) throw new RangeError(`the period has no ${count} rows to cut off`)
  return rows.slice(0, kept)
}

/** By how many keys two lists of rows differ. */
const keysApart = (one: readonly PlantRow[], other: readonly PlantRow[]): number => {
  const apart = new Map<string, number>()
  for (const { key, cents } of one) apart.set(key, (apart.get(key) ?? 0) + cents)
  for (const { key, cents } of other) apart.set(key, (apart.get(key) ?? 0) - cents)
  return [...apart.values()].filter((cents) => cents !== 0).length
}

/** Another choice of settings that gives other figures in several rows, though not none at all, drawn among those the report offers. */
const otherSettings = <Row extends PlantRow>(design: Design<Row>, request: ExportRequest): ExportRequest => {
  const here = [...new Set(request.studio.sales.map(({ locationId }) => locationId))]
  const others: Readonly<Record<keyof ExportSettings, readonly Partial<ExportSettings>[]>> = {
    basis: [{ basis: request.basis === 'cash' ? 'accrual' : 'cash' }],
    returns: [{ returns: !request.returns }],
    locations:
      request.locations === undefined ? here.map((id) => ({ locations: [id] })) : [{ locations: undefined }],
  }
  const declared = design.rowsOf(request)
  const fitting = design.choices
    .map((choice) =>
      others[choice]
        .map((other): ExportRequest => ({ ...request, ...other }))
        .filter((other) => {
          const rows = design.rowsOf(other)
          const isOther = totalOf(rows) !== totalOf(declared) && keysApart(rows, declared) > 1
          return rows.length > 0 && isOther
        }),
    )
    .filter((ofChoice) => ofChoice.length > 0)
  if (fitting.length === 0) throw new RangeError('no other settings give other figures')
  return request.random.pick(request.random.pick(fitting))
}

/** What a report's differences are drawn from. */
const groundOf = <Row extends PlantRow>(
  design: Design<Row>,
  request: ExportRequest,
  rows: readonly Row[],
) => ({
  rows,
  beside: design.besideOf?.(request) ?? [],
  hands: design.handsOf(request, rows),
})

const composeWith = <Row extends PlantRow>(
  design: Design<Row>,
  request: ExportRequest,
  plants: readonly Plant[],
): Composed => {
  const compose = (
    used: ExportRequest,
    rows: readonly Row[],
    planted: readonly PlantedDifference[],
    offCents = 0,
  ): Composed => ({
    rows: rows.length,
    totalCents: totalOf(rows),
    planted,
    page: () => design.print(used, rows, offCents),
  })
  const clean = design.rowsOf(request)
  const [first] = plants
  if (first?.cause === 'parse_control_total') {
    const offCents = request.random.int(101, 99_999)
    return compose(request, clean, [{ cause: first.cause, key: 'total', amountCents: offCents }], offCents)
  }
  if (first?.cause === 'export_truncated') {
    const kept = cut(clean, first.count)
    const gone = clean.slice(kept.length)
    return compose(
      request,
      kept,
      gone.map(({ key, cents }) => ({ cause: first.cause, key, amountCents: -cents })),
    )
  }
  if (first?.cause === 'settings_mismatch') {
    const used = otherSettings(design, request)
    const rows = design.rowsOf(used)
    const key = design.choices.find((choice) => used[choice] !== request[choice]) ?? ''
    return compose(used, rows, [{ cause: first.cause, key, amountCents: totalOf(rows) - totalOf(clean) }])
  }
  const { rows, planted, lacking } = plantDifferences(
    groundOf(design, request, clean),
    plants,
    request.random,
  )
  if (lacking !== undefined) throw new RangeError(lacking)
  return compose(request, rows, planted)
}

/** Makes an exporter; the kind of its rows stays its own business. */
export const exporterOf = <Row extends PlantRow>(design: Design<Row>): Exporter => ({
  forms: design.forms,
  choices: design.choices,
  compose: (request, plants) => composeWith(design, request, plants),
  fitting: (requestOf, wanted) => {
    const request = requestOf()
    const ground = groundOf(design, request, design.rowsOf(request))
    const kept: Plant[] = []
    for (const plant of wanted) {
      const { lacking } = plantDifferences(ground, [...kept, plant], requestOf().random)
      if (lacking === undefined) kept.push(plant)
    }
    return kept
  },
})
