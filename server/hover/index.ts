export { describeClass } from "./describe-class.ts";
export { describeHook } from "./describe-hook.ts";
export { explain } from "./explain.ts";
