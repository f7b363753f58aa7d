import { KNOWN_HOOKS } from "../../schemas/index.ts";
import { handlersByHook } from "../hints/index.ts";
import { describeHook, listed, paragraphs } from "../hover/index.ts";
import { firedHooks } from "../diagnostics/index.ts";
import { knownEntries } from "../workspace/index.ts";
import type { CompletionPlace } from "./place.ts";
import type { Suggestion } from "./suggestion.ts";

/** The hooks that the class handles, then those that the platform or another plugin fires. */
export function hookNames(place: CompletionPlace): Suggestion[] {
  const { lookup, cursor, entry, file, workspace } = place;
  const entries = knownEntries(file, workspace);
  const fired = firedHooks(entries.map((known) => known.lookup));
  const handlers = handlersByHook(entries.filter(({ item }) => item !== place.item));
  const handled =
    lookup?.kind === "found" ? (lookup.facts.hooks ?? []).map(({ name }) => name) : [];
  const present = new Set((entry?.hooks ?? []).filter((hook) => hook !== place.typed));
  const all = new Set([...handled, ...fired]);
  // Where the list has not been begun, it is written with the hook.
  const isListMissing = cursor.path.length === 1;
  const lineStart = file.text.lastIndexOf("\n", cursor.token.start - 1) + 1;
  const isAlone = file.text.slice(lineStart, cursor.token.start).trim() === "";
  return [...all]
    .filter((hook) => !present.has(hook))
    .map((hook) => {
      const isHandled = handled.includes(hook);
      const others = [...(handlers.get(hook)?.keys() ?? [])].map(({ item }) => item.name);
      const detail = isHandled ? "handled by the class" : KNOWN_HOOKS[hook]?.when;
      return {
        label: hook,
        kind: "Event",
        newText: asItem(hook, isListMissing, isAlone),
        ...(detail !== undefined && { detail }),
        documentation: paragraphs(describeHook(hook), listed("Also handled by", others)),
        rank: isHandled ? 0 : 1,
      };
    });
}

/** On a line of its own below `hooks:` a list is written with dashes. */
function asItem(hook: string, isListMissing: boolean, isAlone: boolean): string {
  if (!isListMissing) return hook;
  return isAlone ? `- ${hook}` : `[${hook}]`;
}
