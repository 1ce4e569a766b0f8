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
  readonly code: string
  readonly message: string
}

const maxDecodedBytes = 512 * 1024 * 1024
const unzip = promisify(gunzip)

/** Decodes a body as received. Throws on a gzip stream that is cut or damaged. */
export const decodeBody = async (body: Uint8Array, encoding: Encoding): Promise<Buffer> =>
  encoding === 'gzip'
    ? await unzip(body, { maxOutputLength: maxDecodedBytes })
    : Buffer.from(body.buffer, body.byteOffset, body.byteLength)

const isSpace = (byte: number | undefined): boolean =>
  byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09

/** True when the text starts and ends like one JSON object or array: tells HTML, empty and cut bodies without a parse. */
export const looksWhole = (text: Buffer): boolean => {
  let first = text.subarray(0, 3).equals(byteOrderMark) ? 3 : 0
  let last = text.length - 1
  while (isSpace(text[first])) first += 1
  while (last > first && isSpace(text[last])) last -= 1
  if (last <= first) return false
  return (text[first] === 0x7b && text[last] === 0x7d) || (text[first] === 0x5b && text[last] === 0x5d)
}

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf])

/** The error inside a body, whatever its status: Mindbody also answers 200 with `{"Error": ...}`. */
export const apiErrorOf = (text: Buffer, status: number): ApiError | undefined => {
  if (!/^\uFEFF?\s*\{\s*"Error"\s*:\s*[{"]/.test(text.toString('utf8', 0, 256))) return undefined
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
    return JSON.parse(text.toString('utf8').replace(/^\uFEFF/, '')) as { Error?: unknown }
  } catch (error) {
    return { Error: error instanceof SyntaxError ? 'the error itself cannot be read' : String(error) }
  }
}
