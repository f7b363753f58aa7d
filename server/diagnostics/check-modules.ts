import { nearest } from "../../registry/base/nearest.ts";
import {
  spanOfClassName,
  spanOfModule,
  spanOfModulePath,
  type KnownEntry,
} from "../workspace/index.ts";
import type { Finding } from "./finding.ts";
import type { EntryCheck, Surroundings } from "./subject.ts";

/** Does every `module:` lead to a plugin class? What could not be read is not claimed to be absent. */
export const checkModules: EntryCheck = {
  name: "modules",
  find: (known, around) => {
    const finding = findingOf(known, around);
    return finding ? [finding] : [];
  },
};

function findingOf({ item, entry, lookup }: KnownEntry, around: Surroundings): Finding | null {
  if (!lookup || entry.module === null) return null;
  const className = entry.module.slice(entry.module.lastIndexOf(":") + 1);
  switch (lookup.kind) {
    // The text check says so.
    case "malformed":
    case "unreadable":
    case "contributor":
      return null;
    case "file-not-found":
      return {
        code: "module/not-found",
        severity: "error",
        message: `There is no module ${entry.module.slice(0, -className.length - 1)}. Looked for: ${listed(lookup.looked)}.`,
        span: spanOfModulePath(item, around.text),
      };
    case "class-not-found": {
      if (!lookup.certain) return null;
      const suggestion = nearest(className, lookup.candidates);
      return {
        code: "module/class-not-found",
        severity: "error",
        message: `${lookup.file} has no class ${className}.${advice(suggestion, lookup.candidates)}`,
        span: spanOfClassName(item, around.text),
        data: { suggestion, candidates: lookup.candidates },
      };
    }
    case "found":
      if (lookup.isPlugin !== "no") return null;
      return {
        code: "module/not-a-plugin",
        severity: "error",
        message: `${className} is not a plugin: it does not extend PluginBase.`,
        span: spanOfModule(item),
      };
  }
}

/** Enough to see how it was looked for, without filling the screen. */
const MOST_LISTED = 8;

function listed(paths: readonly string[]): string {
  const shown = paths.slice(0, MOST_LISTED).join(", ");
  const more = paths.length - MOST_LISTED;
  return more > 0 ? `${shown} and ${more} more` : shown;
}

function advice(suggestion: string | null, candidates: readonly string[]): string {
  if (suggestion) return ` Did you mean ${suggestion}?`;
  return candidates.length > 0 ? ` It has: ${listed(candidates)}.` : " It has no class at all.";
}
