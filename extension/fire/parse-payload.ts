import * as z from "zod";
import { knownHook } from "./hook-choices.ts";

const payloadSchema = z.record(z.string(), z.unknown());

export type PayloadResult =
  | {
      readonly kind: "payload";
      readonly payload: Record<string, unknown>;
      /** How it differs from what the platform sends. The hook may be fired with it all the same. */
      readonly differences: readonly string[];
    }
  | { readonly kind: "not-json"; readonly message: string };

/** Reads a hook's payload from the JSON text that a person edited. */
export function parsePayload(hook: string, text: string): PayloadResult {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { kind: "not-json", message: error instanceof Error ? error.message : String(error) };
  }
  const payload = payloadSchema.safeParse(value);
  if (!payload.success || Array.isArray(value)) {
    return { kind: "not-json", message: "expected an object with the hook's named arguments" };
  }

  const checked = knownHook(hook)?.payload.safeParse(payload.data);
  const differences = (checked?.error?.issues ?? []).map(
    ({ path, message }) => `${path.join(".")}: ${message}`,
  );
  return { kind: "payload", payload: payload.data, differences };
}
