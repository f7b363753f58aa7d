import type { KnownEntry } from "../workspace/index.ts";
import type { Finding } from "./finding.ts";
import type { Surroundings } from "./subject.ts";

/** The findings of an entry with what they were made from. */
interface Kept {
  readonly name: string;
  readonly isValid: boolean;
  readonly lookup: KnownEntry["lookup"];
  readonly plugin: KnownEntry["plugin"];
  readonly fired: Surroundings["fired"];
  readonly secretsStamp: string;
  /** Where the entry began when they were found. */
  readonly start: number;
  readonly findings: readonly Finding[];
}

/** By the entry's data, which stays the same object as long as the entry's text does. */
const kept = new WeakMap<object, Kept>();

/** The findings of an entry: those of before, moved to where it stands now, while nothing that they depend on changed. */
export function keepFindings(
  known: KnownEntry,
  around: Surroundings,
  find: () => { readonly findings: readonly Finding[]; readonly isComplete: boolean },
): readonly Finding[] {
  const { item, lookup, plugin } = known;
  const { raw } = item;
  if (typeof raw !== "object" || raw === null) return find().findings;
  const before = kept.get(raw);
  if (before && isStillRight(before, known, around)) {
    // Nearly every entry of a large manifest ends here.
    if (before.findings.length === 0) return before.findings;
    return moved(before.findings, item.span.start - before.start);
  }
  const { findings, isComplete } = find();
  if (isComplete) {
    const { fired, secretsStamp } = around;
    const isValid = item.entry !== null;
    const { name } = item;
    kept.set(raw, {
      name,
      isValid,
      lookup,
      plugin,
      fired,
      secretsStamp,
      // Where an entry without findings stands need not be known: finding out takes the slow parser.
      start: findings.length > 0 ? item.span.start : 0,
      findings,
    });
  }
  return findings;
}

function isStillRight(
  before: Kept,
  { item, lookup, plugin }: KnownEntry,
  around: Surroundings,
): boolean {
  return (
    before.lookup === lookup &&
    before.plugin === plugin &&
    before.fired === around.fired &&
    before.secretsStamp === around.secretsStamp &&
    before.isValid === (item.entry !== null) &&
    before.name === item.name
  );
}

function moved(findings: readonly Finding[], by: number): readonly Finding[] {
  if (by === 0 || findings.length === 0) return findings;
  return findings.map((finding) => ({
    ...finding,
    span: { start: finding.span.start + by, end: finding.span.end + by },
  }));
}
