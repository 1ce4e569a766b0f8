// Whose request it is: the peer's address, or what proxies of our own say of the one before them.
import { BlockList, isIP, isIPv4 } from 'node:net'
import { Problem } from '../core/errors.ts'

/**
 * The proxies whose `X-Forwarded-For` is believed.
 * @param entries addresses, or networks such as 10.0.0.0/8
 * @throws Problem CONFIG_INVALID for what is neither.
 */
export const proxyList = (entries: readonly string[]): BlockList => {
  const list = new BlockList()
  for (const entry of entries) {
    const [address = '', bits] = entry.split('/')
    const family = isIP(address)
    const prefix = Number(bits ?? (family === 4 ? 32 : 128))
    if (family === 0 || !Number.isInteger(prefix) || prefix < 0 || prefix > (family === 4 ? 32 : 128)) {
      throw new Problem('CONFIG_INVALID', {
        what: `"${entry}" in "webhooks.trusted_proxies" is no address.`,
        remedy: 'Write addresses or networks, for example "trusted_proxies": ["127.0.0.1", "10.0.0.0/8"].',
      })
    }
    list.addSubnet(address, prefix, family === 4 ? 'ipv4' : 'ipv6')
  }
  return list
}

/** Without the port that some proxies add, and an IPv4 address as itself where it came by an IPv6 socket. */
const bare = (text: string): string => {
  const address = text.trim().replace(/^\[(.*)\](:\d+)?$/, '$1')
  const unmapped = address.replace(/^::ffff:(?=\d+\.)/i, '')
  return isIPv4(unmapped.replace(/:\d+$/, '')) ? unmapped.replace(/:\d+$/, '') : unmapped
}

const isTrusted = (address: string, proxies: BlockList): boolean => {
  const family = isIP(address)
  return family !== 0 && proxies.check(address, family === 4 ? 'ipv4' : 'ipv6')
}

/**
 * The address a request counts for. `X-Forwarded-For` is read from its right end, for only as long as proxies of our own wrote it:
 * what stands to the left of them anybody may have invented.
 */
export const clientAddress = (peer: string, forwarded: string | undefined, proxies: BlockList): string => {
  let address = bare(peer)
  const hops = (forwarded ?? '').split(',').map(bare)
  while (isTrusted(address, proxies)) {
    const hop = hops.pop()
    if (hop === undefined || isIP(hop) === 0) break
    address = hop
  }
  return address
}

/** What is limited together: an IPv4 address, or the /64 of an IPv6 one, of which a single host has all. */
export const networkOf = (address: string): string => {
  if (isIP(address) !== 6) return address
  const [head = '', tail] = address.toLowerCase().split('::')
  const groups = head === '' ? [] : head.split(':')
  if (tail !== undefined) {
    const last = tail === '' ? [] : tail.split(':')
    // An embedded IPv4 address stands for two groups; it lies in the half that is dropped.
    const width = last.length + (last.at(-1)?.includes('.') === true ? 1 : 0)
    while (groups.length + width < 8) groups.push('0')
    groups.push(...last)
  }
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`
}
