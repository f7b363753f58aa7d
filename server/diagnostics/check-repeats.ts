import type { ManifestItem } from "../../registry/manifest/index.ts";
import { readEntry, spanOfModule, type KnownEntry } from "../workspace/index.ts";
import type { Finding } from "./finding.ts";
import type { Check, ManifestSubject } from "./subject.ts";

/** Does an entry run the same class with the same config as one above it? With another config that is how it is meant. */
export const checkRepeats: Check<ManifestSubject> = {
  name: "duplicate modules",
  find: ({ document, works }) => {
    const firsts = new Map<string, number>();
    return (works ?? []).flatMap((work, position): Finding[] => {
      if (work === null) return [];
      const first = firsts.get(work);
      if (first === undefined) {
        firsts.set(work, position);
        return [];
      }
      const [item, above] = [document.item(position), document.item(first)];
      return item && above ? [repeat(item, above)] : [];
    });
  },
};

function repeat(item: ManifestItem, first: ManifestItem): Finding {
  const { module } = readEntry(item);
  return {
    code: "manifest/duplicate-module",
    severity: "warning",
    message: `${first.name} runs ${module} with the same config already: each hook is handled twice.`,
    span: spanOfModule(item),
    related: [{ span: spanOfModule(first), message: "It is here the first time." }],
    data: { plugin: item.name },
  };
}

/** What an enabled entry runs, with which config, at which hooks; null for one that does not run. */
export function workOf({ item, entry }: KnownEntry): string | null {
  if (!item.entry || !entry.isEnabled || entry.module === null) return null;
  return JSON.stringify([entry.module, entry.config ?? {}, entry.hooks]);
}
