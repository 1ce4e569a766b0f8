// The two sides of a comparison as DuckDB tables: rows of the report's file, and rows of its twin among the marts.

/** Filled from the file, by profile. Amounts are whole hundredths (money) or counts. */
export const nativeDdl = `
  create temp table native (
    row_no integer,
    local_date date,
    parent varchar,
    item varchar,
    facet varchar,
    amount bigint,
    client varchar,
    location varchar,
    category varchar
  )`

/**
 * Filled from the twin. A twin that lacks one of the facts behind `label` has null there. `is_inside`: within the period;
 * `is_counted`: the settings (basis, locations, returns) take it in. The parts are by how much the amount would differ if tax,
 * tips, discount stood otherwise, and what gift cards and client accounts paid of it.
 */
export const oursDdl = `
  create temp table ours (
    our_no bigint,
    is_inside boolean,
    is_counted boolean,
    local_date date,
    parent varchar,
    item varchar,
    facet varchar,
    amount bigint,
    at_local timestamp,
    client varchar,
    location varchar,
    category varchar,
    label varchar,
    location_id bigint,
    is_active_location boolean,
    is_returned boolean,
    is_autopay boolean,
    is_unlimited boolean,
    tax_part bigint,
    tip_part bigint,
    discount_part bigint,
    gift_card_part bigint,
    account_part bigint,
    original_local_date date,
    settlement_date date,
    changed_at timestamp,
    read_since timestamp
  )`
