// Tells how the text of an exported file is encoded, from its bytes as they stream by.

export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'

/** Watches all bytes of a file; `encoding` is asked once they were seen. */
export interface EncodingProbe {
  readonly add: (chunk: Uint8Array) => void
  readonly encoding: () => TextEncoding
}

const markedEncoding = (bytes: Uint8Array): TextEncoding | undefined => {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  return undefined
}

/** UTF-16 by its mark, else UTF-8 when every byte fits, else the Windows code page that older exports use. */
export const probeEncoding = (): EncodingProbe => {
  const strict = new TextDecoder('utf-8', { fatal: true })
  let marked: TextEncoding | undefined
  let isFirst = true
  let isUtf8 = true
  const fitsUtf8 = (decode: () => string): boolean => {
    try {
      decode()
      return true
    } catch (error) {
      if (!(error instanceof TypeError)) throw error
      return false
    }
  }
  return {
    add: (chunk) => {
      if (isFirst) marked = markedEncoding(chunk)
      isFirst = false
      if (marked === undefined && isUtf8) isUtf8 = fitsUtf8(() => strict.decode(chunk, { stream: true }))
    },
    encoding: () => {
      if (marked !== undefined) return marked
      // A character cut off at the very end is no UTF-8 either.
      return isUtf8 && fitsUtf8(() => strict.decode()) ? 'utf-8' : 'windows-1252'
    },
  }
}

/** All bytes of a file as text. */
export const decodeText = (bytes: Uint8Array): string => {
  const probe = probeEncoding()
  probe.add(bytes)
  return new TextDecoder(probe.encoding()).decode(bytes)
}
