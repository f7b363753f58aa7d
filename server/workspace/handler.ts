import type { ClassFacts, MethodFacts } from "../../registry/modules/index.ts";

/** The method that handles a hook: `post_plan` is handled by a method `post_plan` or `postPlan`. */
export function handlerOf({ methods }: ClassFacts, hook: string): MethodFacts | null {
  const camel = hook.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  return methods.find(({ name }) => name === hook || name === camel) ?? null;
}
