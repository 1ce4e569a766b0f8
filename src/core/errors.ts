// The one error type of the product: a stable code, what happened, why, what to do, and the exit code it ends in.

/** Every code, with the exit code it leads to (contract: README, "Exit codes") and the remedy used when the thrower names none. */
export const problems = {
  DIFFERENCES: { exitCode: 1, remedy: 'Open the report named above and look at each difference.' },
  FINDINGS: {
    exitCode: 1,
    remedy: 'Query `data_quality` in marts.duckdb; each row names what to mend.',
  },
  TESTS_FAILED: {
    exitCode: 1,
    remedy: 'Read the failed tests above. The previous marts are still published.',
  },
  CLOSED_JOURNAL_CHANGED: {
    exitCode: 1,
    remedy: 'Restore the file named above from a backup; what a period was closed with is never made again.',
  },
  JOURNAL_UNBALANCED: {
    exitCode: 1,
    remedy: 'Nothing was written. Run `build`: its tests name the entry. If they pass, please report it.',
  },
  MARTS_STALE: { exitCode: 1, remedy: 'Run `build`, then the same command again.' },
  DEAD_LETTERS: {
    exitCode: 1,
    remedy: 'Look at them with `dlq list` and `dlq show ID`; `dlq replay` tries them again.',
  },
  WEBHOOK_GAP: {
    exitCode: 1,
    remedy: 'See `webhooks list` and `webhooks metrics`; what was missed is pulled by this or the next run.',
  },
  STREAM_LOST: {
    exitCode: 1,
    remedy: 'Run the same command again; finished streams are not read twice.',
  },
  USAGE: { exitCode: 2, remedy: 'See --help.' },
  REPORT_SETTINGS: { exitCode: 2, remedy: 'Give the settings the report was exported with.' },
  SUBSCRIPTION_REFUSED: { exitCode: 2, remedy: 'Mend what is named above and run the same command again.' },
  WEBHOOKS_NOT_LIVE: {
    exitCode: 3,
    remedy:
      'Go live first: `serve`, `webhooks create`, `webhooks activate`, and one event seen; or add --without-webhooks.',
  },
  CONFIG_INVALID: {
    exitCode: 3,
    remedy: 'Mend the key named above in the config file or its environment variable.',
  },
  CONFIG_UNREADABLE: {
    exitCode: 3,
    remedy: 'Check that the file exists, is readable and is valid JSON.',
  },
  FINANCE_TABLES_BROKEN: {
    exitCode: 3,
    remedy:
      'Mend the lines named above, then look again with `gl check`. The previous marts are still published.',
  },
  CATALOG_INVALID: { exitCode: 3, remedy: 'Configure only streams that `discover` lists.' },
  STATE_INVALID: {
    exitCode: 3,
    remedy: 'Hand back the STATE messages of an earlier read, unedited.',
  },
  PYTHON_MISSING: {
    exitCode: 3,
    remedy: 'Install Python 3.10 or newer with its venv module (Debian: apt install python3-venv).',
  },
  DBT_INSTALL_FAILED: {
    exitCode: 3,
    remedy: 'Check that the Python package index can be reached, then run again.',
  },
  HOME_UNUSABLE: { exitCode: 3, remedy: 'Give another --home, or make the folder writable.' },
  REPORT_PROFILE: {
    exitCode: 3,
    remedy: 'Export the report again with its standard columns, unedited.',
  },
  CREDENTIALS_REFUSED: {
    exitCode: 4,
    remedy: 'Check api_key, credentials.username and credentials.password.',
  },
  SITE_NOT_ACTIVATED: {
    exitCode: 4,
    remedy:
      "Have the site's owner activate your API key (developer portal: activation code), then run again.",
  },
  PERMISSION_MISSING: {
    exitCode: 4,
    remedy: 'Give the staff user the rights named above in Mindbody.',
  },
  BUDGET_SPENT: {
    exitCode: 5,
    remedy: 'Run again on the next local day, or raise daily_call_budget; the run goes on where it stopped.',
  },
  MINDBODY_UNAVAILABLE: { exitCode: 6, remedy: 'Run again later; what was committed is kept.' },
  ANSWER_BROKEN: {
    exitCode: 6,
    remedy: 'Run again later. A page that cannot be parsed twice is kept in HOME/pages for support.',
  },
  INTERNAL: { exitCode: 7, remedy: 'This is our bug. Please report it with the log.' },
  HOME_LOCKED: { exitCode: 8, remedy: 'Wait for the other run, or use --wait SECONDS.' },
  DISK_FULL: {
    exitCode: 9,
    remedy: 'Free some space and run again; nothing that was committed is lost.',
  },
} as const satisfies Record<string, { exitCode: number; remedy: string }>

/** Not a failure of ours, so no Problem: the run was told to stop, and ends with the signal's own exit code. */
export const stopped = {
  code: 'STOPPED',
  exitCodes: { SIGINT: 130, SIGTERM: 143 },
  remedy: 'Run again to go on; what was committed is kept.',
} as const

export type ProblemCode = keyof typeof problems

export interface ProblemText {
  /** What happened, in one sentence a user understands. */
  readonly what: string
  /** Why, where it is known. */
  readonly why?: string
  /** What to do; defaults to the remedy of the code. */
  readonly remedy?: string
}

/** An expected failure. Its message is fit for a user; `cause` keeps what was caught. */
export class Problem extends Error {
  readonly code: ProblemCode
  readonly what: string
  readonly why: string | undefined
  readonly remedy: string

  constructor(code: ProblemCode, text: ProblemText, options?: { cause?: unknown }) {
    super(text.why === undefined ? text.what : `${text.what} ${text.why}`, options)
    this.name = 'Problem'
    this.code = code
    this.what = text.what
    this.why = text.why
    this.remedy = text.remedy ?? problems[code].remedy
  }

  get exitCode(): number {
    return problems[this.code].exitCode
  }
}

/** SQLite names a full disk SQLITE_FULL, and a file-size limit a failed write, or shared memory that cannot grow. */
const diskCodes: ReadonlySet<string> = new Set([
  'ENOSPC',
  'EDQUOT',
  'EFBIG',
  'SQLITE_FULL',
  'SQLITE_IOERR_WRITE',
  'SQLITE_IOERR_SHMSIZE',
])

/** True for a disk error in whatever it was wrapped. */
const isDiskFull = (error: unknown): boolean => {
  for (let current: unknown = error; current instanceof Error; current = current.cause) {
    const { code } = current as NodeJS.ErrnoException
    if (code !== undefined && diskCodes.has(code)) return true
    if (
      /No space left on device|File too large|Disk quota exceeded|database or disk is full/i.test(
        current.message,
      )
    )
      return true
  }
  return false
}

/** Turns anything thrown into a Problem: a Problem stays, a full disk is named, the rest is INTERNAL. */
export const toProblem = (error: unknown): Problem => {
  if (isDiskFull(error)) {
    return new Problem(
      'DISK_FULL',
      { what: 'The disk is full, or a file-size limit was reached.' },
      { cause: error },
    )
  }
  if (error instanceof Problem) return error
  const why = error instanceof Error ? error.message : String(error)
  return new Problem('INTERNAL', { what: 'Something unexpected happened.', why }, { cause: error })
}
