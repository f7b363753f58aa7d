export { describeClass } from "./describe-class.ts";
export { describeHook } from "./describe-hook.ts";
export { describePlugin } from "./describe-plugin.ts";
export { explain } from "./explain.ts";
