import type { Span } from "../../registry/base/text.ts";
import type { ClassFacts } from "../../registry/modules/index.ts";
import { nearest } from "../../registry/base/nearest.ts";
import { spanOfHook, handlerOf, type KnownEntry } from "../workspace/index.ts";
import type { Finding } from "./finding.ts";
import type { EntryCheck } from "./subject.ts";

/** Are the listed hooks handled by the class, and does anything fire them? */
export const checkHooks: EntryCheck = {
  name: "hooks",
  find: (known, { fired }) =>
    (known.entry.hooks ?? []).flatMap((hook, index) => findingsOf(known, hook, index, fired)),
};

function findingsOf(
  { item, lookup }: KnownEntry,
  hook: string,
  index: number,
  fired: ReadonlySet<string>,
): Finding[] {
  const isFired = fired.has(hook);
  const facts = lookup?.kind === "found" && lookup.isPlugin === "yes" ? lookup.facts : null;
  // Only a class that is whole, with bases that are all known, can be said to lack a method.
  const isHandled = !facts?.complete || handlerOf(facts, hook) !== null;
  const span = isFired && isHandled ? null : spanOfHook(item, index);
  if (!span) return [];
  return [
    ...(isFired ? [] : [unknownHook(hook, span, nearest(hook, [...fired]))]),
    ...(isHandled ? [] : [unhandledHook(hook, span, facts)]),
  ];
}

function unknownHook(hook: string, span: Span, suggestion: string | null): Finding {
  const advice = suggestion
    ? `Did you mean ${suggestion}?`
    : "It is called only when your service fires it.";
  return {
    code: "hook/unknown",
    severity: suggestion ? "warning" : "information",
    message: `Nothing here fires ${hook}. ${advice}`,
    span,
    data: { suggestion, hook },
  };
}

function unhandledHook(hook: string, span: Span, { name, hooks }: ClassFacts): Finding {
  const suggestion = nearest(hook, hooks?.map((declared) => declared.name) ?? []);
  const advice = suggestion ? ` Did you mean ${suggestion}?` : "";
  return {
    code: "hook/not-handled",
    severity: "warning",
    message: `${name} has no method ${hook}, so the hook does nothing.${advice}`,
    span,
    data: { suggestion, hook },
  };
}
