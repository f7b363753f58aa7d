/** `plugins.yaml` as text: parsing with positions, validation, and edits that change only what they must. */
export { applyEdits } from "../base/apply-edits.ts";
export { MANIFEST_CODES } from "./codes.ts";
export { parseManifest } from "./document.ts";
export { planEdit } from "./plan-edit.ts";
export { whyNotCalled } from "./plugin-names.ts";
export { problemsOfWhole } from "./problems-of-whole.ts";
export { isSafePlain, quoteText } from "./write-text.ts";
export type {
  EditPlan,
  FieldSpans,
  ManifestCursor,
  ManifestDocument,
  ManifestItem,
  ManifestProblem,
  Severity,
  SharedItems,
} from "./types.ts";
