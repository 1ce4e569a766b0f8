// What `sync` and `run` take on the command line, read and checked before anything is opened.
import type { Config } from '../core/config.ts'
import type { Stream } from '../source/stream.ts'
import { countOption, streamsOption } from './options.ts'
import { selectStreams } from './select-streams.ts'
import type { SyncRequest } from './sync-line.ts'

/** Calls above which a person at a terminal is asked first. */
const askAboveCalls = 2_000

export const syncOptions = {
  ...streamsOption,
  'full-refresh': { type: 'boolean', default: false, describe: 'Read everything again from start_date' },
  'max-calls': { type: 'number', describe: 'Stop after so many calls' },
  'limit-pages': {
    type: 'number',
    describe: 'A safe first try: so many pages of each stream and site; no stream moves on',
  },
  'ask-above': {
    type: 'number',
    default: askAboveCalls,
    describe: 'On a terminal, show the plan and ask when it is above so many calls; 0 = never ask',
  },
  yes: { type: 'boolean', default: false, alias: 'y', describe: 'Do not ask' },
} as const

interface SyncArgs {
  readonly streams?: string | undefined
  readonly 'full-refresh': boolean
  readonly 'max-calls'?: number | undefined
  readonly 'limit-pages'?: number | undefined
  readonly 'ask-above': number
  readonly yes: boolean
}

export type SyncOrder = Omit<SyncRequest, 'config'> & {
  /** Undefined = never ask. */
  readonly askAbove: number | undefined
}

/** @throws Problem USAGE. */
export const orderOf = (all: readonly Stream[], args: SyncArgs): SyncOrder => {
  const askAbove = countOption('ask-above', args['ask-above'], 0) ?? 0
  return {
    streams: selectStreams(all, args.streams),
    fullRefresh: args['full-refresh'],
    maxCalls: countOption('max-calls', args['max-calls'], 0),
    limitPages: countOption('limit-pages', args['limit-pages']),
    askAbove: args.yes || askAbove === 0 ? undefined : askAbove,
  }
}

export const requestOf = (config: Config, { askAbove: _, ...order }: SyncOrder): SyncRequest => ({
  ...order,
  config,
})
