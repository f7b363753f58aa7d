import { setTimeout as delay } from "node:timers/promises";

/**
 * So long, counted in turns of this thread: a machine that gives it no time gives none to the others either, and what is waited for
 * is not late then.
 */
export interface Turns {
  readonly count: number;
  readonly ms: number;
}

/** Whether something ends in that time. */
export async function endsWithin({ count, ms }: Turns, ended: Promise<unknown>): Promise<boolean> {
  const hasEnded = ended.then(() => true);
  for (let turn = 0; turn < count; turn += 1) {
    if (await Promise.race([hasEnded, delay(ms, false, { ref: false })])) return true;
  }
  return false;
}

/** Whether something is true in that time. */
export async function becomesTrue({ count, ms }: Turns, isTrue: () => boolean): Promise<boolean> {
  for (let turn = 0; turn < count; turn += 1) {
    if (isTrue()) return true;
    await delay(ms);
  }
  return isTrue();
}
