// Room for bodies: how many bytes are being read or wait for the disk, and no more than so many.
export interface Room {
  /** False, and nothing taken, when it would be too many. */
  take(bytes: number): boolean
  give(bytes: number): void
  readonly heldBytes: number
}

export const createRoom = (limitBytes: number): Room => {
  let heldBytes = 0
  return {
    take: (bytes) => {
      if (heldBytes + bytes > limitBytes) return false
      heldBytes += bytes
      return true
    },
    give: (bytes) => void (heldBytes -= bytes),
    get heldBytes() {
      return heldBytes
    },
  }
}
