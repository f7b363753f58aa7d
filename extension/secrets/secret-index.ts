import * as z from "zod";

const indexSchema = z.array(z.string());

/** The names of one folder's secrets, as they are stored; null when what is stored cannot be read. */
export function readIndex(stored: string | undefined): readonly string[] | null {
  if (stored === undefined) return [];
  try {
    return indexSchema.safeParse(JSON.parse(stored)).data ?? null;
  } catch {
    return null; // not JSON: whoever wrote it knows what it means
  }
}
