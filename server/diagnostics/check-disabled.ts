import type { Check, ManifestSubject } from "./subject.ts";

/** Fades the entries that are switched off. */
export const checkDisabled: Check<ManifestSubject> = {
  name: "disabled entries",
  find: ({ entries }) =>
    entries
      .filter(({ item, entry }) => item.entry && !entry.isEnabled)
      .map(({ item }) => ({
        code: "manifest/disabled",
        severity: "hint",
        message: `${item.name} is disabled.`,
        span: item.span,
        isUnnecessary: true,
        data: { plugin: item.name },
      })),
};
