import type { BigIntStats } from "node:fs";

/** File systems stamp changes as coarsely as this. */
const RACY_MS = 2_500;

/**
 * What identifies the state of a file or folder. Null while its times are so fresh that one more change could leave
 * them as they are: what was read then must be read again next time.
 */
export function stampOf(stats: BigIntStats): string | null {
  const { dev, ino, size, mtimeNs, ctimeNs, ctimeMs } = stats;
  const isSettled = Math.abs(Date.now() - Number(ctimeMs)) > RACY_MS;
  return isSettled ? `${dev}:${ino}:${size}:${mtimeNs}:${ctimeNs}` : null;
}
