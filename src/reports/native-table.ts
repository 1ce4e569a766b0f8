// The rows of a report's file as a DuckDB table.

/** Filled from the file, by profile. Amounts are whole hundredths (money) or counts. */
export const nativeDdl = `
  create table native (
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
