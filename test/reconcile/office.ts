// A workbook as an office program and as its own XML show it: LibreOffice recalculates, the entries of the archive are read as text.
import { parse } from 'csv-parse/sync'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inflateRawSync } from 'node:zlib'
import { runChild } from '../../src/lakehouse/child.ts'

export const hasOffice = await runChild('soffice', ['--version'], { env: {} }).then(
  ({ exitCode }) => exitCode === 0,
  () => false,
)

export type Sheets = Readonly<Record<string, readonly (readonly string[])[]>>

/** Token 12 with -1 at its end writes every sheet to a file of its own. */
const everySheet = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1'

/** Opens workbooks in one run of LibreOffice; each cell as its value recalculated, not as it is formatted. */
export const openInOffice = async (
  books: Readonly<Record<string, Uint8Array>>,
): Promise<Readonly<Record<string, Sheets>>> => {
  const folder = await mkdtemp(join(tmpdir(), 'office-'))
  try {
    const paths = Object.keys(books).map((name) => join(folder, `${name}.xlsx`))
    for (const [name, bytes] of Object.entries(books)) await writeFile(join(folder, `${name}.xlsx`), bytes)
    const profile = `-env:UserInstallation=file://${join(folder, 'profile')}`
    const args = [profile, '--headless', '--convert-to', everySheet, '--outdir', folder, ...paths]
    const { exitCode, stderr } = await runChild('soffice', args, { env: { HOME: folder } })
    if (exitCode !== 0) throw new Error(stderr)
    const sheets: Record<string, Record<string, readonly (readonly string[])[]>> = {}
    for (const file of await readdir(folder)) {
      const [, book, sheet] = /^([^-]+)-(.+)\.csv$/.exec(file) ?? []
      if (book === undefined || sheet === undefined) continue
      const text = await readFile(join(folder, file), 'utf8')
      sheets[book] = { ...sheets[book], [sheet]: parse(text, { relax_column_count: true }) }
    }
    return sheets
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The entries of a ZIP archive as text, by their paths. */
export const zipEntries = (bytes: Uint8Array): ReadonlyMap<string, string> => {
  const archive = Buffer.from(bytes)
  const end = archive.lastIndexOf(Buffer.from('PK\u0005\u0006', 'latin1'))
  const entries = new Map<string, string>()
  let at = archive.readUInt32LE(end + 16)
  for (let count = archive.readUInt16LE(end + 10); count > 0; count -= 1) {
    const [method, size] = [archive.readUInt16LE(at + 10), archive.readUInt32LE(at + 20)]
    const [nameLength, extra, comment] = [28, 30, 32].map((offset) => archive.readUInt16LE(at + offset))
    const local = archive.readUInt32LE(at + 42)
    const name = archive.toString('utf8', at + 46, at + 46 + (nameLength ?? 0))
    const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28)
    const body = archive.subarray(start, start + size)
    entries.set(name, (method === 0 ? body : inflateRawSync(body)).toString('utf8'))
    at += 46 + (nameLength ?? 0) + (extra ?? 0) + (comment ?? 0)
  }
  return entries
}
