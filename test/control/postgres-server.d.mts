// The types of `postgres-server.mjs`, which is JavaScript so that benches can use it as it is.

export interface PostgresServer extends AsyncDisposable {
  /** URL of its database `postgres`, with a password. */
  readonly url: string
  readonly password: string
  readonly port: number
  /** One statement on a connection of its own. */
  query(text: string): Promise<readonly Readonly<Record<string, unknown>>[]>
  /** URL of an empty schema of its own: one home. */
  freshUrl(): Promise<string>
  /** Ends the server without a checkpoint, as a power cut would; `start` recovers it. */
  crash(): Promise<void>
  start(): Promise<void>
  /** Ends the server and removes its folder. */
  stop(): Promise<void>
}

/**
 * Starts a server of its own. `isDurable: false` spares the flushes where no test looks for them.
 * @throws Error where Postgres is not installed.
 */
export const startPostgres: (options?: { readonly isDurable?: boolean }) => Promise<PostgresServer>
