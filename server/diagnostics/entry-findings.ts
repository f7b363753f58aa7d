import type { KnownEntry } from "../workspace/index.ts";
import type { Finding } from "./finding.ts";
import type { Surroundings } from "./subject.ts";

/** What the findings of an entry were made from. */
interface Basis {
  readonly name: string;
  readonly isValid: boolean;
  readonly lookup: KnownEntry["lookup"];
  readonly plugin: KnownEntry["plugin"];
  readonly fired: Surroundings["fired"];
  readonly secretsStamp: string;
}

interface Kept {
  readonly basis: Basis;
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
  const { raw, span } = known.item;
  const { start } = span;
  const key = typeof raw === "object" ? raw : null;
  const basis: Basis = {
    name: known.item.name,
    isValid: known.item.entry !== null,
    lookup: known.lookup,
    plugin: known.plugin,
    fired: around.fired,
    secretsStamp: around.secretsStamp,
  };
  const before = key && kept.get(key);
  if (before && isSame(before.basis, basis)) return moved(before.findings, start - before.start);
  const { findings, isComplete } = find();
  if (key && isComplete) kept.set(key, { basis, start, findings });
  return findings;
}

function isSame(one: Basis, other: Basis): boolean {
  return (
    one.name === other.name &&
    one.isValid === other.isValid &&
    one.lookup === other.lookup &&
    one.plugin === other.plugin &&
    one.fired === other.fired &&
    one.secretsStamp === other.secretsStamp
  );
}

function moved(findings: readonly Finding[], by: number): readonly Finding[] {
  if (by === 0 || findings.length === 0) return findings;
  return findings.map((finding) => ({
    ...finding,
    span: { start: finding.span.start + by, end: finding.span.end + by },
  }));
}
