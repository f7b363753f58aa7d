import type { Check, ManifestSubject } from "./subject.ts";

/** YAML errors, the schema, duplicates: what the text alone tells. */
export const checkText: Check<ManifestSubject> = {
  name: "text",
  find: ({ document }) => document.problems,
};
