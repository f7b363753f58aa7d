import type { EntryCheck } from "./subject.ts";

/** Fades the entries that are switched off. */
export const checkDisabled: EntryCheck = {
  name: "disabled entries",
  find: ({ item, entry }) =>
    !item.entry || entry.isEnabled
      ? []
      : [
          {
            code: "manifest/disabled",
            severity: "hint",
            message: `${item.name} is disabled.`,
            span: item.span,
            isUnnecessary: true,
            data: { plugin: item.name },
          },
        ],
};
