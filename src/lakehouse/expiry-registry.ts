// The ledger of expiries: the first one of each deferred sale, appended after a build and never changed.
import { quoteText } from './duck.ts'
import type { Warehouse } from './warehouse.ts'

const proposals = 'transform.intermediate.int_expiry_proposals'

/**
 * Appends the expiries that the models propose and the ledger does not hold yet, in one transaction. Call it only after a build
 * without failed tests: what is written here stays, whatever Mindbody says later.
 * @returns how many were written.
 */
export const appendExpiries = (warehouse: Warehouse): Promise<number> =>
  warehouse.exclusive(async (duck) => {
    await duck.run(`attach ${quoteText(warehouse.paths.transform)} as transform (read_only)`)
    try {
      // A build of few models has none to propose.
      const { there } = await duck.row<{ there: boolean }>(
        `select count(*) > 0 as there from duckdb_tables()
         where database_name = 'transform' and schema_name = 'intermediate' and table_name = 'int_expiry_proposals'`,
      )
      if (!there) return 0
      const written = await duck.transaction(() =>
        duck.rows(
          `insert into ledger.expiry_registry
             (site_id, deferral_id, client_service_id, expires_on, source, policy_id, registered_at)
           select site_id, deferral_id, client_service_id, expires_on, source, policy_id, cast(now() as timestamp)
           from ${proposals} as proposed
           where not exists (
             select 1 from ledger.expiry_registry as held
             where held.site_id = proposed.site_id and held.deferral_id = proposed.deferral_id)
           order by site_id, deferral_id
           returning deferral_id`,
        ),
      )
      return written.length
    } finally {
      await duck.run('detach transform')
    }
  })
