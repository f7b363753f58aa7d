/** Rows that Page Up and Page Down pass: about a screen of them. */
const PAGE_ROWS = 12;

/** Where a key takes the focus in a list of `count`, from `index`; null when the key does not move it. */
export function targetOfKey(key: string, index: number, count: number): number | null {
  if (count === 0) return null;
  const within = (target: number): number => Math.min(Math.max(target, 0), count - 1);
  switch (key) {
    case "ArrowDown":
      return within(index + 1);
    case "ArrowUp":
      return within(index - 1);
    case "PageDown":
      return within(index + PAGE_ROWS);
    case "PageUp":
      return within(index - PAGE_ROWS);
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return null;
  }
}
