// Text of the marts in SQL, cleaned as the cells of a file are, and figures as people write them.

/** What most names are: printable, of ASCII, one blank between words. These need no cleaning but their letter case. */
const plainName = '[!-~]+( [!-~]+)*'

/**
 * The same cleaning as `nameKey`, in SQL: blanks of every kind first, since DuckDB's `\\s` knows those of ASCII only, then
 * invisible characters, then runs of blanks.
 */
export const sqlNameKey = (column: string): string =>
  String.raw`case when regexp_full_match(${column}, '${plainName}') then lower(${column})
    else lower(trim(regexp_replace(regexp_replace(regexp_replace(coalesce(${column}, ''),
      '[\s\x{0B}\x{FEFF}\p{Z}]', ' ', 'g'), '[\p{Cc}\p{Cf}]', '', 'g'), ' +', ' ', 'g'))) end`

/** An id as the file's ids are read: without the blanks around it, empty where there is none. */
export const sqlId = (column: string): string => `coalesce(trim(${column}::varchar), '')`

/** Minutes after local midnight. */
export const sqlMinutes = (column: string): string =>
  `coalesce((hour(${column}) * 60 + minute(${column}))::varchar, '')`

/** Figures as people write them in evidence: no zeros beyond the cents, none behind a whole number of days or visits. */
export const sqlShown = (column: string, type: string): string =>
  type.startsWith('DECIMAL')
    ? String.raw`regexp_replace(${column}::varchar, '(\.\d\d\d*?)0+$', '\1')`
    : `${column}::varchar`
