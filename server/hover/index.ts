export { describeClass, paragraphs } from "./describe-class.ts";
export { describeHook } from "./describe-hook.ts";
export { explainAnchor } from "./explain-anchor.ts";
export { listed } from "./listed.ts";
export { explain } from "./explain.ts";
