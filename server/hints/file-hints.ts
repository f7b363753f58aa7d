import path from "node:path";
import type { KnownEntry } from "../workspace/index.ts";
import type { Hint } from "./hint.ts";

/** Where a reference leads. A relative one says so itself. */
export function fileHints({ item, entry, lookup }: KnownEntry, folder: string): readonly Hint[] {
  const value = item.spansAt(["module"])?.value;
  if (!value || lookup?.kind !== "found" || entry.module?.startsWith(".")) return [];
  return [{ offset: value.end, label: `→ ${path.relative(folder, lookup.file)}` }];
}
