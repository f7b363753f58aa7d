export { inComment } from "./suppressions.ts";
export { complete } from "./complete.ts";
export { fitAt, type Fit } from "./fit.ts";
export type { CompletionPlace } from "./place.ts";
export { toCompletionItem, type Suggestion } from "./suggestion.ts";
