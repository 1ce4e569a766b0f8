// The address a subscription delivers to: our public host and a path that nobody can guess.
import { randomBytes } from 'node:crypto'
import { Problem } from '../core/errors.ts'

/** 144 bits, 24 characters. */
const opaqueBytes = 18

/** A path of its own for a subscription, below the configured one: whoever does not know it gets no further than 404. */
export const newPath = (base: string): string =>
  `${base.replace(/\/+$/, '')}/${randomBytes(opaqueBytes).toString('base64url')}`

const longest = 2083
const loopback = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/

/**
 * The public address of a path.
 * @throws Problem USAGE where no public address was given, or one that Mindbody would refuse: no URL, not https, over 2083 characters.
 */
export const deliveryUrl = (publicUrl: string | undefined, path: string): string => {
  if (publicUrl === undefined) {
    throw new Problem('USAGE', {
      what: 'Mindbody has to be told where the receiver is, and no public address is known.',
      remedy: 'Set webhooks.public_url in the configuration, or give --url https://hooks.example.com.',
    })
  }
  const url = URL.canParse(publicUrl) ? new URL(publicUrl) : undefined
  if (url === undefined || url.search !== '' || url.hash !== '' || url.username !== '') {
    throw new Problem('USAGE', {
      what: `"${publicUrl}" is no address of a receiver.`,
      remedy: 'Give scheme and host, and a path if a proxy puts one before ours: https://hooks.example.com.',
    })
  }
  // Mindbody takes https only; the simulated studio also delivers within this machine.
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && loopback.test(url.hostname))) {
    throw new Problem('USAGE', {
      what: `"${publicUrl}" is not https, and Mindbody delivers to nothing else.`,
      remedy:
        'Put TLS in front of the receiver (see docs/webhooks.md, "Behind a proxy") and give its https address.',
    })
  }
  const whole = `${url.href.replace(/\/+$/, '')}${path}`
  if (whole.length > longest) {
    throw new Problem('USAGE', {
      what: `The address would be ${whole.length} characters long; Mindbody takes ${longest}.`,
      remedy: 'Give a shorter --url.',
    })
  }
  return whole
}
