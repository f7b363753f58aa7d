export { describeClass } from "./describe-class.ts";
export { describeHook } from "./describe-hook.ts";
export { explainAnchor } from "./explain-anchor.ts";
export { explain } from "./explain.ts";
