/** Enough to tell two keys apart by. */
const SHOWN = 4;

/** A key as it may stay on a screen, which others see and record. */
export function maskedKey(key: string): string {
  return `••••${key.length > 2 * SHOWN ? key.slice(-SHOWN) : ""}`;
}
