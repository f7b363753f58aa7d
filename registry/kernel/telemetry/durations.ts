import { DURATION_BOUNDS_MS } from "../../../schemas/index.ts";

const BOUNDS: readonly number[] = DURATION_BOUNDS_MS;

/** Most calls take no longer: whoever counts many adds these at once. */
export const BRIEF_MS = DURATION_BOUNDS_MS[0];

/** How many calls took how long: a figure for each bound, and one for those beyond the last. Adding allocates nothing. */
export class Durations {
  readonly #counts = new Float64Array(BOUNDS.length + 1);

  add(durationMs: number): void {
    let column = 0;
    while (column < BOUNDS.length && durationMs > (BOUNDS[column] ?? 0)) column++;
    this.#counts[column] = (this.#counts[column] ?? 0) + 1;
  }

  addBrief(count: number): void {
    this.#counts[0] = (this.#counts[0] ?? 0) + count;
  }

  addAll(samples: readonly { readonly durationMs: number }[]): void {
    for (const { durationMs } of samples) this.add(durationMs);
  }

  counts(): number[] {
    return Array.from(this.#counts);
  }

  copy(): Durations {
    const copy = new Durations();
    copy.#counts.set(this.#counts);
    return copy;
  }
}
