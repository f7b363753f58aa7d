import type { PluginRecord } from "../../schemas/index.ts";

interface DatedError {
  readonly message: string;
  /** Null: no sample of a call is kept that ended with it. */
  readonly at: string | null;
}

/** A record's errors with the times that its history has of them: errors are texts, as in Agent PM. */
export function datedErrors({
  errors,
  hook_history: history,
}: Pick<PluginRecord, "errors" | "hook_history">): readonly DatedError[] {
  const times = new Map<string, string[]>();
  for (const [hook, samples] of Object.entries(history)) {
    for (const { error, timestamp } of samples) {
      const message = `${hook}: ${error}`;
      times.set(message, [...(times.get(message) ?? []), timestamp]);
    }
  }
  // Of both the last ones are kept: of equal errors the last has the last time.
  return errors
    .toReversed()
    .map((message) => ({ message, at: times.get(message)?.pop() ?? null }))
    .toReversed();
}
