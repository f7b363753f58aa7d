import type { ClassFacts, MethodFacts } from "../../registry/modules/index.ts";

/** The method that handles a hook: `post_plan` is handled by a method `post_plan` or `postPlan`. */
export function handlerOf({ methods }: ClassFacts, hook: string): MethodFacts | null {
  const camel = camelCase(hook);
  return methods.find(({ name }) => name === hook || name === camel) ?? null;
}

/** The other way round: the one of these hooks that a method handles; null when it handles none. */
export function hookHandledBy({ name }: MethodFacts, hooks: ReadonlySet<string>): string | null {
  if (hooks.has(name)) return name;
  const snake = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return hooks.has(snake) ? snake : null;
}

/** `post_plan` as `postPlan`. */
export const camelCase = (name: string): string =>
  name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
