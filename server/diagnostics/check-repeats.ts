import { spanOfModule, type KnownEntry } from "../workspace/index.ts";
import type { Finding } from "./finding.ts";
import type { Check, ManifestSubject } from "./subject.ts";

/** Does an entry run the same class with the same config as one above it? With another config that is how it is meant. */
export const checkRepeats: Check<ManifestSubject> = {
  name: "duplicate modules",
  find: ({ entries }) => {
    const firsts = new Map<string, KnownEntry>();
    return entries.flatMap((known): Finding[] => {
      const work = workOf(known);
      if (work === null) return [];
      const first = firsts.get(work);
      if (first) return [repeat(known, first)];
      firsts.set(work, known);
      return [];
    });
  },
};

function repeat({ item, entry }: KnownEntry, { item: first }: KnownEntry): Finding {
  return {
    code: "manifest/duplicate-module",
    severity: "warning",
    message: `${first.name} runs ${entry.module} with the same config already: each hook is handled twice.`,
    span: spanOfModule(item),
    related: [{ span: spanOfModule(first), message: "It is here the first time." }],
    data: { plugin: item.name },
  };
}

/** By the entry's data, which stays the same object as long as the entry's text does. */
const works = new WeakMap<object, string>();

/** What an enabled entry runs, with which config, at which hooks; null for one that does not run. */
function workOf({ item, entry }: KnownEntry): string | null {
  if (!item.entry || !entry.isEnabled || entry.module === null) return null;
  const known = works.get(item.entry);
  if (known !== undefined) return known;
  const work = JSON.stringify([entry.module, entry.config ?? {}, entry.hooks]);
  works.set(item.entry, work);
  return work;
}
