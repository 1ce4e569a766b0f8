// What cli.ts hands to every command: the streams, and the way a verb is run.
import type { Stream } from '../source/stream.ts'
import type { CommonArgs, Context, Outcome } from './session.ts'

export interface Cli {
  readonly streams: readonly Stream[]
  /** The package's own folder: models/, spec.json and catalog.json lie in it. */
  readonly root: string
  run(verb: string, args: CommonArgs, work: (context: Context) => Promise<Outcome>): Promise<void>
}
