import type { Problem } from "../../schemas/index.ts";
import { areSameProblems, type KnownEntry } from "../workspace/index.ts";
import { moved, type Finding } from "./finding.ts";
import type { Surroundings } from "./subject.ts";
import type { EntryFindings } from "./survey.ts";

/** The findings of an entry with what they were made from. */
interface Kept {
  readonly name: string;
  readonly isValid: boolean;
  readonly lookup: KnownEntry["lookup"];
  readonly configSchema: KnownEntry["configSchema"];
  readonly problems: readonly Problem[];
  readonly fired: Surroundings["fired"];
  readonly secretsStamp: string;
  /** What the findings' places count from. */
  readonly base: number;
  readonly findings: readonly Finding[];
}

/** By the entry's data, which stays the same object as long as the entry's text does. */
const kept = new WeakMap<object, Kept>();

/** The findings of an entry: those of before, moved to where it stands now, while nothing that they depend on changed. */
export function keepFindings(
  known: KnownEntry,
  around: Surroundings,
  find: () => EntryFindings,
): EntryFindings {
  const { item, lookup, configSchema, plugin } = known;
  const { raw } = item;
  if (typeof raw !== "object" || raw === null) return find();
  const before = kept.get(raw);
  if (before && isStillRight(before, known, around)) {
    return { findings: moved(before.findings, item.base - before.base), isComplete: true };
  }
  const found = find();
  if (found.isComplete) {
    const { fired, secretsStamp } = around;
    const { name, base, entry } = item;
    const { findings } = found;
    const isValid = entry !== null;
    const problems = plugin?.problems ?? [];
    const own = { name, isValid, lookup, configSchema, problems };
    kept.set(raw, { ...own, fired, secretsStamp, base, findings });
  }
  return found;
}

function isStillRight(
  before: Kept,
  { item, lookup, configSchema, plugin }: KnownEntry,
  around: Surroundings,
): boolean {
  return (
    before.lookup === lookup &&
    before.configSchema === configSchema &&
    areSameProblems(before.problems, plugin?.problems ?? []) &&
    before.fired === around.fired &&
    before.secretsStamp === around.secretsStamp &&
    before.isValid === (item.entry !== null) &&
    before.name === item.name
  );
}
