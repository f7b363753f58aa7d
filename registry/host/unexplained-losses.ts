/** Losses in a row that nobody can be blamed for; then somebody has to act. */
const ENDURED = 3;

export type Verdict =
  | { readonly kind: "endure" }
  /** The same plugin was the last to run each time: that is no coincidence any more. */
  | { readonly kind: "blame"; readonly plugin: string; readonly times: number }
  /** It could have been any of them. */
  | { readonly kind: "stop-all"; readonly times: number };

/** Counts losses of threads in which no code of a plugin was marked as running. */
export class UnexplainedLosses {
  #suspects: (string | null)[] = [];

  /** `suspect` is the plugin whose code ran last, which need not mean anything. */
  add(suspect: string | null): Verdict {
    this.#suspects.push(suspect);
    const times = this.#suspects.length;
    if (times < ENDURED) return { kind: "endure" };
    const isAlways = this.#suspects.every((one) => one === suspect);
    this.forget();
    return suspect !== null && isAlways
      ? { kind: "blame", plugin: suspect, times }
      : { kind: "stop-all", times };
  }

  /** Something has gone well since. */
  forget(): void {
    this.#suspects = [];
  }
}
