// What came back from Mindbody, and the cheap proofs that it is a whole JSON answer.
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'

export type Encoding = 'gzip' | 'identity'

/** A good answer: status 200, a whole JSON body, no error inside. */
export interface Answer {
  readonly body: Uint8Array
  readonly encoding: Encoding
  /** The body, decoded. */
  readonly text: Buffer
  readonly requestId: string
  /** The server's clock. */
  readonly receivedAt: Date
}

/** The API's own account of an error. */
export interface ApiError {
  readonly status: number
  /** `unexplained` where the body is none of Mindbody's: a gateway between may have spoken. */
  readonly code: string
  readonly message: string
}

export const unexplained = 'unexplained'

const maxDecodedBytes = 512 * 1024 * 1024
const unzip = promisify(gunzip)

/** Most pages in one piece: zlib's own 16 KB cost more in hand-overs than in unzipping. */
const unzippedPieceBytes = 256 * 1024

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf])

/** Decodes a body as received, without its byte order mark. Throws on a gzip stream that is cut or damaged. */
export const decodeBody = async (body: Uint8Array, encoding: Encoding): Promise<Buffer> => {
  const text =
    encoding === 'gzip'
      ? await unzip(body, { maxOutputLength: maxDecodedBytes, chunkSize: unzippedPieceBytes })
      : Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  return text.subarray(0, 3).equals(byteOrderMark) ? text.subarray(3) : text
}

const quote = 0x22
const backslash = 0x5c
const opens = (byte: number | undefined): boolean => byte === 0x7b || byte === 0x5b
const closes = (byte: number | undefined): boolean => byte === 0x7d || byte === 0x5d

/**
 * True for exactly one JSON object or array whose brackets all close: tells HTML, empty, doubled and cut bodies, wherever the
 * cut is, in a quarter of a millisecond a page and without a parse's memory. What stands between the brackets is not looked at.
 */
export const isWhole = (text: Buffer): boolean => {
  let depth = 0
  for (let at = 0; at < text.length; at += 1) {
    const byte = text[at]
    if (depth > 0 && byte === quote) {
      at = endOfText(text, at)
      if (at === -1) return false
    } else if (opens(byte)) {
      depth += 1
    } else if (closes(byte)) {
      depth -= 1
      if (depth <= 0) return depth === 0 && isBlank(text.subarray(at + 1))
    } else if (depth === 0 && !isSpace(byte)) {
      return false
    }
  }
  return false
}

/** Place of the quote that ends the text begun at `start`; -1 where none does. */
const endOfText = (text: Buffer, start: number): number => {
  for (let end = text.indexOf(quote, start + 1); end !== -1; end = text.indexOf(quote, end + 1)) {
    let before = end - 1
    while (text[before] === backslash) before -= 1
    if ((end - before) % 2 === 1) return end
  }
  return -1
}

const isSpace = (byte: number | undefined): boolean =>
  byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09

const isBlank = (text: Buffer): boolean => text.every(isSpace)

/**
 * False for whole JSON that is something else than asked, such as a gateway's note with status 200: it would be taken for an
 * empty list. What was asked names the member its records lie in; where the answer itself is the record (`rows` is empty) one of
 * its `fields` must be there, and where it is a bare list a list. An empty object may be an empty list or no record.
 */
export const isAbout = (text: Buffer, rows: string, fields?: readonly string[]): boolean => {
  if (rows === '' && fields === undefined) return /^\s*\[/.test(text.toString('latin1', 0, 64))
  const [outer = ''] = rows.split('.')
  const names = rows === '' ? (fields ?? []) : [outer, 'PaginationResponse']
  return (
    names.some((name) => text.includes(`"${name}"`)) || /^\s*\{\s*\}\s*$/.test(text.toString('utf8', 0, 64))
  )
}

/** The error inside a body, whatever its status: Mindbody also answers 200 with `{"Error": ...}`. */
export const apiErrorOf = (text: Buffer, status: number): ApiError | undefined => {
  if (!/^\s*\{\s*"Error"\s*:\s*[{"]/.test(text.toString('utf8', 0, 256))) return undefined
  const { Error: error } = parseLoose(text)
  const { Code, Message } = (typeof error === 'object' && error !== null ? error : {}) as {
    Code?: unknown
    Message?: unknown
  }
  return {
    status,
    code: typeof Code === 'string' ? Code : 'unknown',
    message: typeof Message === 'string' ? Message : typeof error === 'string' ? error : 'no message',
  }
}

const parseLoose = (text: Buffer): { Error?: unknown } => {
  try {
    return JSON.parse(text.toString('utf8')) as { Error?: unknown }
  } catch (error) {
    return { Error: error instanceof SyntaxError ? 'the error itself cannot be read' : String(error) }
  }
}
