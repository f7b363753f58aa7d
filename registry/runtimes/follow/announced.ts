import type { Announcement } from "../../modules/index.ts";
import type { ManifestContent } from "./understand-manifest.ts";

/**
 * A manifest with what installed packages announce, as entries after its own that are enabled and have no config. What the manifest
 * names itself, by module or by name, is the manifest's.
 */
export function withAnnounced(
  content: ManifestContent,
  announced: readonly Announcement[],
): ManifestContent {
  const { items, references } = content;
  if (items === null || announced.length === 0) return content;
  const names = new Set(items.map((item) => (item.kind === "valid" ? item.entry.name : item.name)));
  const modules = new Set(references.map(({ reference }) => reference));
  const further = announced.filter(({ name, module }) => !names.has(name) && !modules.has(module));
  return {
    ...content,
    items: [
      ...items,
      ...further.map(({ name, module }, index) => ({
        kind: "valid" as const,
        position: items.length + index,
        entry: { name, module, enabled: true },
      })),
    ],
    references: [
      ...references,
      ...further.map(({ name, module, file }) => ({
        plugin: name,
        reference: module,
        location: { file, line: 0, character: 0 },
      })),
    ],
  };
}
