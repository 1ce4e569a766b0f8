// SQLite as kysely is to see it: its DDL rolls back, and so does it by itself when the disk fails.
import { CompiledQuery, SqliteAdapter, SqliteDialect, SqliteDriver } from 'kysely'
import type { DatabaseConnection, SqliteDialectConfig } from 'kysely'

/**
 * Migrates in one transaction. SQLite can roll back its DDL, kysely only thinks it cannot: a migration cut off in the middle
 * (kill, full disk) would leave tables that its next try trips over for ever.
 */
export class WholeDialect extends SqliteDialect {
  readonly #config: SqliteDialectConfig

  constructor(config: SqliteDialectConfig) {
    super(config)
    this.#config = config
  }

  override createAdapter(): SqliteAdapter {
    return new WholeAdapter()
  }

  override createDriver(): SqliteDriver {
    return new WholeDriver(this.#config)
  }
}

class WholeAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

class WholeDriver extends SqliteDriver {
  /** The write lock first: a transaction that reads and then writes cannot wait for another one, and fails at once. */
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'))
  }

  /** A write that fails for want of room has ended the transaction already; that error counts, not the one of a second end. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    try {
      await super.rollbackTransaction(connection)
    } catch (error) {
      if (!(error instanceof Error && error.message.includes('no transaction is active'))) throw error
    }
  }
}
