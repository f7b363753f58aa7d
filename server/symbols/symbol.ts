import type { ManifestCursor, ManifestItem } from "../../registry/manifest/index.ts";
import { readEntry, type TextFile, type Word } from "../workspace/index.ts";
import { anchorAt, type AnchorPlace } from "./anchors.ts";

/** Something that manifests, sources and files of secrets name. */
export type NamedThing =
  | { readonly kind: "plugin"; readonly name: string }
  | { readonly kind: "hook"; readonly name: string }
  | { readonly kind: "secret"; readonly name: string }
  /** The class that a module reference leads to. */
  | { readonly kind: "class"; readonly name: string; readonly reference: string }
  /** A node of the YAML that is written once and meant several times. */
  | { readonly kind: "anchor"; readonly name: string; readonly place: AnchorPlace };

/** What stands at a place of a manifest; null when it is nothing that has a name. */
export function thingAt({
  file,
  offset,
  cursor: { path, role },
  word,
  item,
}: {
  readonly file: TextFile;
  readonly offset: number;
  readonly cursor: Pick<ManifestCursor, "path" | "role">;
  readonly word: Word;
  readonly item: ManifestItem | null;
}): NamedThing | null {
  const anchor = anchorAt(file, offset);
  if (anchor) return { kind: "anchor", name: anchor.name, place: anchor };
  const { text } = word;
  if (!item || text === "") return null;
  const [field, second, third] = path;
  if (field === "config" && second === "secrets") {
    if (role === "key" && path.length === 2) return { kind: "secret", name: text };
    return typeof third === "string" ? { kind: "secret", name: third } : null;
  }
  // The keys `name` and `module` lead where their values do.
  const asked = role === "key" ? (field === undefined ? text : null) : field;
  if (role === "key" && asked !== "name" && asked !== "module") return null;
  if (asked === "name") return { kind: "plugin", name: item.name };
  if (field === "hooks") return { kind: "hook", name: text };
  const { module } = readEntry(item);
  if (asked !== "module" || !module) return null;
  const name = module.slice(module.lastIndexOf(":") + 1);
  return { kind: "class", name, reference: module };
}
