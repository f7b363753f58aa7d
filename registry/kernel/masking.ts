type Fields = Readonly<Record<string, unknown>>;

/**
 * A config as it may be shown: whatever stands below a key called `secrets`, in any letter case and at any depth, is
 * replaced by `***`, except for null and the empty string, which hide nothing and become null.
 */
export function maskConfig(config: Fields): Record<string, unknown> {
  return maskFields(config, new WeakSet());
}

function maskFields(fields: Fields, within: WeakSet<object>): Record<string, unknown> {
  if (within.has(fields)) return {}; // An anchor that holds its own alias has no end.
  within.add(fields);
  const masked = Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [
      key,
      key.toLowerCase() === "secrets" ? maskSecrets(value) : maskValue(value, within),
    ]),
  );
  within.delete(fields);
  return masked;
}

function maskValue(value: unknown, within: WeakSet<object>): unknown {
  if (Array.isArray(value)) {
    if (within.has(value)) return [];
    within.add(value);
    const masked = value.map((item) => maskValue(item, within));
    within.delete(value);
    return masked;
  }
  return isFields(value) ? maskFields(value, within) : value;
}

function maskSecrets(secrets: unknown): unknown {
  if (Array.isArray(secrets)) return secrets.map(maskSecret);
  if (!isFields(secrets)) return maskSecret(secrets);
  return Object.fromEntries(
    Object.entries(secrets).map(([name, value]) => [name, maskSecret(value)]),
  );
}

function maskSecret(value: unknown): string | null {
  return value === null || value === undefined || value === "" ? null : "***";
}

function isFields(value: unknown): value is Fields {
  if (value === null || typeof value !== "object") return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
