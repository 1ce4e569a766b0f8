// Base URL and extra headers as the user configured them, checked before anything is sent.
import { Problem } from '../core/errors.ts'

const loopback: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]'])

/** The base URL without a trailing slash. @throws Problem CONFIG_INVALID for http to anything but this machine. */
export const safeBaseUrl = (baseUrl: string): string => {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && loopback.has(url.hostname))
  if (!isSafe) {
    throw new Problem('CONFIG_INVALID', {
      what: `base_url "${baseUrl}" is not https.`,
      why: 'The API key and the password would travel in the clear.',
    })
  }
  return baseUrl.replace(/\/+$/, '')
}

/** Reads `Name: value` lines. @throws Problem CONFIG_INVALID naming the line's number (its text is secret). */
export const extraHeadersOf = (text: string | undefined): Readonly<Record<string, string>> => {
  const headers: Record<string, string> = {}
  for (const [index, line] of (text ?? '').split(/\r?\n/).entries()) {
    if (line.trim() === '') continue
    const match = /^\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+)\s*:\s*(.*?)\s*$/.exec(line)
    if (match?.[1] === undefined || match[2] === undefined) {
      throw new Problem('CONFIG_INVALID', {
        what: `Line ${index + 1} of extra_headers is not "Name: value".`,
      })
    }
    headers[match[1].toLowerCase()] = match[2]
  }
  return headers
}
