/** Losses in a row that nobody can be blamed for; then somebody has to act. */
const ENDURED = 3;
/** Losses further apart than this do not belong to one row: in a week anything crashes three times. */
const ROW_MS = 10 * 60_000;

export type Verdict =
  | { readonly kind: "endure" }
  /** The same plugin was the last to run each time: that is no coincidence any more. */
  | { readonly kind: "blame"; readonly plugin: string; readonly times: number }
  /** It could have been any of them. */
  | { readonly kind: "stop-all"; readonly times: number };

/** Counts losses of threads in which no code of a plugin was marked as running. */
export class UnexplainedLosses {
  #losses: { readonly suspect: string | null; readonly at: number }[] = [];

  /** `suspect` is the plugin whose code ran last, which need not mean anything. `nowMs` never goes back. */
  add(suspect: string | null, nowMs: number): Verdict {
    this.#losses = this.#losses.filter(({ at }) => nowMs - at < ROW_MS);
    this.#losses.push({ suspect, at: nowMs });
    const times = this.#losses.length;
    if (times < ENDURED) return { kind: "endure" };
    const isAlways = this.#losses.every((one) => one.suspect === suspect);
    this.forget();
    return suspect !== null && isAlways
      ? { kind: "blame", plugin: suspect, times }
      : { kind: "stop-all", times };
  }

  /** Something has gone well since. */
  forget(): void {
    this.#losses = [];
  }
}
