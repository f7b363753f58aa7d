import { KNOWN_HOOKS } from "../../schemas/index.ts";
import { describeHook, listed, paragraphs } from "../hover/index.ts";
import { handlerOf, hookRollOf, type HookRoll, type Participant } from "../workspace/index.ts";
import type { CompletionPlace } from "./place.ts";
import type { Suggestion } from "./suggestion.ts";

/** What is known about one hook at a place where it could be listed. */
interface KnownHere {
  readonly hook: string;
  readonly isHandled: boolean;
  /** The platform fires it, or an entry of the manifest. */
  readonly isFired: boolean;
  readonly firing: readonly Participant[];
  /** The other entries that are called for it. */
  readonly others: readonly Participant[];
  /** The plugins of the workspace that fire it, by their references: an entry would make them do so. */
  readonly elsewhere: readonly string[];
}

/**
 * The hooks that the class handles, then those that the platform or an entry fires, then those that others are called for,
 * and what plugins fire that have no entry yet.
 */
export async function hookNames(place: CompletionPlace): Promise<Suggestion[]> {
  const { cursor, entry, file } = place;
  const present = new Set((entry?.hooks ?? []).filter((hook) => hook !== place.typed));
  // Where the list has not been begun, it is written with the hook.
  const isListMissing = cursor.path.length === 1;
  const isAlone = file.lineBefore(cursor.token.start).trim() === "";
  return (await hooksHere(place))
    .filter(({ hook }) => !present.has(hook))
    .map((known) => ({
      label: known.hook,
      kind: "Event",
      newText: asItem(known.hook, isListMissing, isAlone),
      detail: summaryOf(known),
      documentation: paragraphs(
        describeHook(known.hook),
        listed("Fired by", known.firing),
        listed("Also handled by", known.others),
      ),
      rank: known.isHandled ? 0 : known.isFired ? 1 : 2,
    }));
}

async function hooksHere(place: CompletionPlace): Promise<readonly KnownHere[]> {
  const { lookup, file, workspace } = place;
  const facts = lookup?.kind === "found" ? lookup.facts : null;
  const elsewhere = await firedElsewhere(place);
  // What others fire and handle is told by their classes, which may still be read.
  await workspace.classes.settle(() => hookRollOf(file, workspace));
  const roll = hookRollOf(file, workspace);
  const declared = (facts?.hooks ?? []).map(({ name }) => name);
  const fired = new Set([...Object.keys(KNOWN_HOOKS), ...roll.firing.keys()]);
  const all = new Set([...declared, ...fired, ...roll.called.keys(), ...elsewhere.keys()]);
  return [...all]
    .map((hook): KnownHere => ({
      hook,
      isHandled: declared.includes(hook) || (facts !== null && handlerOf(facts, hook) !== null),
      isFired: fired.has(hook),
      firing: roll.firing.get(hook) ?? [],
      others: othersCalled(hook, place, roll),
      elsewhere: elsewhere.get(hook) ?? [],
    }))
    .filter(isMoreThanTyped);
}

/** What only the entry itself lists may be half a word. */
function isMoreThanTyped({ isHandled, isFired, others, elsewhere }: KnownHere): boolean {
  return isHandled || isFired || others.length > 0 || elsewhere.length > 0;
}

function othersCalled(
  hook: string,
  { item }: CompletionPlace,
  roll: HookRoll,
): readonly Participant[] {
  const called = roll.called.get(hook) ?? [];
  const self = item && roll.participants[item.position];
  return self && self.hooks.includes(hook) ? called.filter((other) => other !== self) : called;
}

/** By hook, the references of the plugins that fire it as soon as they have an entry. */
async function firedElsewhere({
  roots,
  workspace,
}: CompletionPlace): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, string[]>();
  const plugins = roots ? await workspace.classes.discoveredLately(roots) : [];
  for (const { facts, reference } of plugins) {
    for (const hook of new Set(facts.emits.map(({ name }) => name))) {
      found.set(hook, [...(found.get(hook) ?? []), reference]);
    }
  }
  return found;
}

function summaryOf({ hook, isHandled, firing, others, elsewhere }: KnownHere): string {
  const when = Object.hasOwn(KNOWN_HOOKS, hook) ? KNOWN_HOOKS[hook]?.when : undefined;
  if (isHandled) return "handled by the class";
  if (when !== undefined) return when;
  if (firing.length > 0) return `fired by ${inShort(firing.map(({ name }) => name))}`;
  if (elsewhere.length > 0) return `fired by ${inShort(elsewhere)}, which has no entry`;
  return `nothing here fires it; ${inShort(others.map(({ name }) => name))} handles it`;
}

/** `ticket and 3 more` */
function inShort([first = "", ...more]: readonly string[]): string {
  return more.length > 0 ? `${first} and ${more.length} more` : first;
}

/** On a line of its own below `hooks:` a list is written with dashes. */
function asItem(hook: string, isListMissing: boolean, isAlone: boolean): string {
  if (!isListMissing) return hook;
  return isAlone ? `- ${hook}` : `[${hook}]`;
}
