import { isRecord } from "../base/record.ts";

/** What stands in the place of a secret's value. */
export const MASK = "***";

/**
 * A copy of an entry's `config` without the secrets: below every key `secrets`, in any letter case and at every depth,
 * each value becomes `***`, and null and the empty string become null.
 */
export function maskConfig(config: unknown): unknown {
  return maskValue(config, new Map());
}

/** `seen` keeps what aliases share shared: a config that multiplies itself by aliases stays small. */
function maskValue(value: unknown, seen: Map<unknown, unknown>): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (seen.has(value)) return seen.get(value);

  if (Array.isArray(value)) {
    const masked: unknown[] = [];
    seen.set(value, masked);
    for (const item of value) masked.push(maskValue(item, seen));
    return masked;
  }
  const masked: Record<string, unknown> = {};
  seen.set(value, masked);
  for (const [key, item] of Object.entries(value)) {
    define(masked, key, isSecretsKey(key) ? maskSecrets(item) : maskValue(item, seen));
  }
  return masked;
}

export function isSecretsKey(key: string): boolean {
  return key.toLowerCase() === "secrets";
}

/** The value of a `secrets` key: normally a mapping; whatever else it is, nothing of it may be seen. */
function maskSecrets(secrets: unknown): unknown {
  if (Array.isArray(secrets)) return secrets.map(maskOne);
  if (!isRecord(secrets)) return maskOne(secrets);

  const masked: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(secrets)) define(masked, name, maskOne(value));
  return masked;
}

function maskOne(value: unknown): unknown {
  return value === null || value === undefined || value === "" ? null : MASK;
}

/** As an own property whatever the key is: assigning `__proto__` would drop it. */
export function define(target: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(target, key, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}
