import type { Problem } from "../../../schemas/index.ts";
import { missingImportProblem, ModuleNotFoundError } from "./import-problem.ts";
import { locationAt } from "./module-code.ts";
import { createInstance, type ModuleInstance } from "./module-instance.ts";
import { surveyGraph, type GraphFiles, type LinkContext, type Visit } from "./survey-graph.ts";

/** A generation ready to be evaluated, or what is in the way. */
export type LinkResult =
  | { readonly kind: "linked"; readonly entry: ModuleInstance; readonly graph: GraphFiles }
  | { readonly kind: "failed"; readonly problems: readonly Problem[]; readonly graph: GraphFiles };

/**
 * Reads the graph below an entry and links new instances of what changed and of everything between that and the entry.
 * The others are kept as they are. Nothing is evaluated, and nothing that runs is touched.
 */
export function link(entry: string, fresh: boolean, context: LinkContext): LinkResult {
  const { visits, graph } = surveyGraph(entry, fresh, context);
  const problems = collectProblems(entry, visits);
  const top = visits.get(entry);
  if (!top || problems.length > 0) return { kind: "failed", problems, graph };
  return { kind: "linked", entry: instantiate(entry, top, visits), graph };
}

/** Whether evaluating either of two links of one entry runs the same code. */
export function isSameCode(one: LinkResult, other: LinkResult): boolean {
  if (one.kind === "failed" || other.kind === "failed") return false;
  const others = other.entry.generation;
  return (
    one.entry.generation.size === others.size &&
    Array.from(one.entry.generation).every(([file, { code }]) => others.get(file)?.code === code)
  );
}

/** What would keep the entry from being evaluated: broken modules and missing imports that it needs statically, as they are met. */
function collectProblems(entry: string, visits: ReadonlyMap<string, Visit>): readonly Problem[] {
  const problems: Problem[] = [];
  const seen = new Set<string>();
  const ahead: (string | Problem)[] = [entry];
  for (let next = ahead.pop(); next !== undefined; next = ahead.pop()) {
    if (typeof next !== "string") {
      problems.push(next);
    } else if (!seen.has(next)) {
      seen.add(next);
      ahead.push(...findingsIn(next, visits).toReversed());
    }
  }
  return problems;
}

/** What is wrong with one file, and the files that it imports statically, in order. */
function findingsIn(
  file: string,
  visits: ReadonlyMap<string, Visit>,
): readonly (string | Problem)[] {
  const one = visits.get(file);
  if (!one) return [];
  const { body, imports, source } = one.code;
  const findings: (string | Problem)[] = body.kind === "broken" ? [body.problem] : [];
  for (const specifier of imports) {
    const resolution = one.resolutions.get(specifier);
    if (resolution?.kind === "source") findings.push(resolution.file);
    if (resolution?.kind !== "missing") continue;
    const error = new ModuleNotFoundError(specifier, file, resolution.looked);
    findings.push(missingImportProblem(error, specifierLocation(file, source, specifier)));
  }
  return findings;
}

function specifierLocation(
  file: string,
  source: string,
  specifier: string,
): ReturnType<typeof locationAt> {
  const offset = Math.max(source.indexOf(`"${specifier}"`), source.indexOf(`'${specifier}'`), -1);
  return locationAt(file, source, offset + 1);
}

/** New instances of what is dirty, bound to each other and to the kept ones. */
function instantiate(
  entry: string,
  top: Visit,
  visits: ReadonlyMap<string, Visit>,
): ModuleInstance {
  const generation = new Map<string, ModuleInstance>();
  for (const [file, one] of visits) {
    if (one.dirty) generation.set(file, createInstance(one.code, one.resolutions, generation));
  }
  const instanceOf = (file: string): ModuleInstance | null =>
    generation.get(file) ?? visits.get(file)?.previous ?? null;
  for (const instance of generation.values()) {
    for (const [specifier, resolution] of instance.resolutions) {
      const target = resolution.kind === "source" ? instanceOf(resolution.file) : null;
      if (target) instance.bindings.set(specifier, { kind: "instance", instance: target });
    }
  }
  return instanceOf(entry) ?? createInstance(top.code, top.resolutions, generation);
}
