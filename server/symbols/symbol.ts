import type { ManifestCursor, ManifestItem } from "../../registry/manifest/index.ts";
import { readEntry } from "../workspace/index.ts";

/** Something that manifests, sources and files of secrets name. */
export type NamedThing =
  | { readonly kind: "plugin"; readonly name: string }
  | { readonly kind: "hook"; readonly name: string }
  | { readonly kind: "secret"; readonly name: string }
  /** The class that a module reference leads to. */
  | { readonly kind: "class"; readonly name: string; readonly reference: string };

/** What stands at a place of a manifest; null when it is nothing that has a name. */
export function thingAt(
  { path, role }: Pick<ManifestCursor, "path" | "role">,
  word: string,
  item: ManifestItem | null,
): NamedThing | null {
  if (!item || word === "") return null;
  const [field, second, third] = path;
  if (field === "config" && second === "secrets") {
    if (role === "key" && path.length === 2) return { kind: "secret", name: word };
    return typeof third === "string" ? { kind: "secret", name: third } : null;
  }
  if (role === "key") return null;
  if (field === "name") return { kind: "plugin", name: item.name };
  if (field === "hooks") return { kind: "hook", name: word };
  const { module } = readEntry(item);
  if (field !== "module" || !module) return null;
  const name = module.slice(module.lastIndexOf(":") + 1);
  return { kind: "class", name, reference: module };
}
