import * as z from "zod";

/** Names and values. Never log one, never send one anywhere but to the host. */
export type StoredSecrets = Readonly<Record<string, string>>;

const bundleSchema = z.record(z.string(), z.string());

/** The secrets of one folder, as they are stored together; null when what is stored cannot be read. */
export function readBundle(stored: string | undefined): StoredSecrets | null {
  if (stored === undefined) return {};
  try {
    return bundleSchema.safeParse(JSON.parse(stored)).data ?? null;
  } catch {
    return null;
  }
}
