/** Why a handler is not waited for any longer. */
export type GivenUp = "timed-out" | "cancelled" | "interrupted";

/** What is said of a handler that was given up. */
export function reasonOfGivingUp(why: GivenUp, hook: string, deadlineMs: number): string {
  switch (why) {
    case "timed-out":
      return `${hook} did not answer within ${deadlineMs} ms`;
    case "cancelled":
      return `${hook} was cancelled by its caller`;
    case "interrupted":
      return `${hook} was stopped together with a plugin that it had called`;
  }
}

/** What the handler's signal says. */
export function abortReason(why: GivenUp, text: string): DOMException {
  return new DOMException(text, why === "timed-out" ? "TimeoutError" : "AbortError");
}
