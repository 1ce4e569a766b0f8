// Base URL and extra headers as the user configured them, checked before anything is sent.
import { Problem } from '../core/errors.ts'

const loopback: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]'])

/** The base URL without a trailing slash. @throws Problem CONFIG_INVALID naming its key for http to anything but this machine. */
export const safeBaseUrl = (baseUrl: string, key = 'base_url'): string => {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && loopback.has(url.hostname))
  if (!isSafe) {
    throw new Problem('CONFIG_INVALID', {
      what: `${key} "${baseUrl}" is not https.`,
      why: 'The API key and the password would travel in the clear.',
    })
  }
  return baseUrl.replace(/\/+$/, '')
}

/** What HTTP lets a header hold; undici refuses anything else only at the call, where it would look like a dead network. */
const isHeaderValue = (value: string): boolean => /^[\t\x20-\x7e\x80-\xff]*$/.test(value)

/** The key as it is. @throws Problem CONFIG_INVALID for characters that cannot be sent, e.g. typographic quotes. */
export const safeApiKey = (apiKey: string): string => {
  if (isHeaderValue(apiKey)) return apiKey
  throw new Problem('CONFIG_INVALID', {
    what: 'api_key holds a character that cannot be sent.',
    why: 'It may have been copied with a typographic quote or an invisible character.',
  })
}

/** Reads `Name: value` lines. @throws Problem CONFIG_INVALID naming the line's number (its text is secret). */
export const extraHeadersOf = (text: string | undefined): Readonly<Record<string, string>> => {
  const headers: Record<string, string> = {}
  for (const [index, line] of (text ?? '').split(/\r?\n/).entries()) {
    if (line.trim() === '') continue
    const match = /^\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+)\s*:\s*(.*?)\s*$/.exec(line)
    if (match?.[1] === undefined || match[2] === undefined || !isHeaderValue(match[2])) {
      throw new Problem('CONFIG_INVALID', {
        what: `Line ${index + 1} of extra_headers is not "Name: value" in plain characters.`,
      })
    }
    headers[match[1].toLowerCase()] = match[2]
  }
  return headers
}
