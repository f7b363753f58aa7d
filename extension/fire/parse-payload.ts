export type PayloadResult =
  | { readonly kind: "payload"; readonly payload: Record<string, unknown> }
  | { readonly kind: "not-json"; readonly message: string };

/** Reads a hook's payload from the JSON text that a person edited. */
export function parsePayload(text: string): PayloadResult {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { kind: "not-json", message: error instanceof Error ? error.message : String(error) };
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return { kind: "not-json", message: "expected an object with the hook's named arguments" };
  }
  return { kind: "payload", payload: { ...value } };
}
