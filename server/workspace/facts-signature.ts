import type { ModuleFacts } from "../../registry/modules/index.ts";

/** What a source says, without where it says it: the same while somebody types in the body of a method. */
export function signatureOf(facts: ModuleFacts | null): string {
  return JSON.stringify(facts, (key, value: unknown) => {
    if (key === "span" || key === "body") return undefined;
    return value instanceof Map || value instanceof Set ? [...value] : value;
  });
}
