/** One for all: to make one takes a thousand times as long as to use it, and a large manifest shows thousands of numbers. */
const NUMBERS = new Intl.NumberFormat("en-US");

/** `1,204` */
export function grouped(count: number): string {
  return NUMBERS.format(count);
}

/** `1 call`, `1,204 calls`. */
export function counted(count: number, thing: string): string {
  return `${grouped(count)} ${thing}${count === 1 ? "" : "s"}`;
}
