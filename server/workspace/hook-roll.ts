import { isDeepStrictEqual } from "node:util";
import type { ManifestDocument } from "../../registry/manifest/index.ts";
import { hooksOf } from "./hooks-of.ts";
import { between, itemsBetween, NOTHING_SHARED, replaceBetween } from "./carry-over.ts";
import { entryKnower, keyOfSurroundings, type KnownEntry } from "./known-entry.ts";
import type { TextFile } from "./text-file.ts";
import type { Workspace } from "./workspace.ts";

/** An entry as hooks see it. */
export interface Participant {
  readonly name: string;
  /** What it is called for; nothing while it is disabled. Each once. */
  readonly hooks: readonly string[];
  /** What its class fires. Each once. */
  readonly fires: readonly string[];
}

/** Who is called for each hook of a manifest and who fires it, in the manifest's order. Immutable. */
export class HookRoll {
  /** By the entry's position. */
  readonly participants: readonly Participant[];
  #called: ReadonlyMap<string, readonly Participant[]> | null = null;
  #firing: ReadonlyMap<string, readonly Participant[]> | null = null;

  constructor(participants: readonly Participant[]) {
    this.participants = participants;
  }

  /** The entries that are called, by hook. */
  get called(): ReadonlyMap<string, readonly Participant[]> {
    this.#called ??= byHook(this.participants, ({ hooks }) => hooks);
    return this.#called;
  }

  /** The entries whose classes fire it, by hook; disabled ones, too. */
  get firing(): ReadonlyMap<string, readonly Participant[]> {
    this.#firing ??= byHook(this.participants, ({ fires }) => fires);
    return this.#firing;
  }
}

function byHook(
  participants: readonly Participant[],
  hooksOfOne: (participant: Participant) => readonly string[],
): ReadonlyMap<string, readonly Participant[]> {
  const found = new Map<string, Participant[]>();
  for (const participant of participants) {
    for (const hook of hooksOfOne(participant)) {
      const others = found.get(hook);
      if (others) others.push(participant);
      else found.set(hook, [participant]);
    }
  }
  return found;
}

interface Kept {
  readonly document: ManifestDocument;
  readonly surroundings: string;
  readonly roll: HookRoll;
}

const kept = new WeakMap<TextFile, Kept>();

/** By what was last read of the classes. An edit costs what the entries cost that it touches, however many there are. */
export function hookRollOf(file: TextFile, workspace: Workspace): HookRoll {
  const document = file.manifest;
  const surroundings = keyOfSurroundings(file, workspace);
  const before = kept.get(file);
  const carried = before?.surroundings === surroundings ? before : null;
  const shared = carried ? document.sharedWith(carried.document) : NOTHING_SHARED;
  const know = entryKnower(file, workspace);
  const touched = itemsBetween(document, shared).map((item) => participantIn(know(item)));
  const all = carried?.roll.participants ?? [];
  // Most edits are about something else: what was derived from the roll stays good.
  const roll =
    carried && isDeepStrictEqual(between(all, shared), touched)
      ? carried.roll
      : new HookRoll(replaceBetween(all, shared, touched));
  kept.set(file, { document, surroundings, roll });
  return roll;
}

function participantIn(known: KnownEntry): Participant {
  const { item, entry, lookup } = known;
  const emits = lookup?.kind === "found" ? lookup.facts.emits : [];
  return {
    name: item.name,
    hooks: entry.isEnabled ? [...new Set(hooksOf(known))] : [],
    fires: [...new Set(emits.map(({ name }) => name))],
  };
}
