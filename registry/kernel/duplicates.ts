import type { PluginCalls } from "./plugin-calls.ts";
import type { KernelItem } from "./types.ts";

/** Names are unique: an entry whose name an earlier valid one has is invalid, as the manifest's own check says, too. */
export function refuseDuplicates(calls: PluginCalls, items: readonly KernelItem[]): KernelItem[] {
  const names = new Set<string>();
  return items.map((item) => {
    if (item.kind === "invalid") return item;
    const { position, entry } = item;
    const { name } = entry;
    if (!names.has(name)) {
      names.add(name);
      return item;
    }
    const text = `Another entry is called ${JSON.stringify(name)}: give this one a name of its own`;
    const problems = [calls.problem("manifest/duplicate-name", text)];
    return { kind: "invalid", position, name, raw: entry, problems };
  });
}
