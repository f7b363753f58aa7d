import path from "node:path";
import type { ModuleFacts } from "../../registry/modules/index.ts";
import type { Problem } from "../../schemas/index.ts";
import {
  knownEntries,
  type KnownEntry,
  type TextFile,
  type Workspace,
} from "../workspace/index.ts";
import { firedHooks } from "./fired-hooks.ts";
import type { ClassUse, SourceSubject } from "./subject.ts";

/** An open source file with the entries that name its classes. */
export function gatherSource(
  file: TextFile,
  facts: ModuleFacts | null,
  workspace: Workspace,
): SourceSubject {
  const named = [...workspace.manifests.all()].flatMap((manifest) => {
    const entries = knownEntries(manifest, workspace);
    const uses = entries.flatMap((entry) => useOf(entry, file));
    return uses.length > 0
      ? [{ uses, fired: firedHooks(entries.map(({ lookup }) => lookup)) }]
      : [];
  });
  return {
    text: file.text,
    facts,
    uses: named.flatMap(({ uses }) => uses),
    fired: new Set(named.flatMap(({ fired }) => [...fired])),
    problems: [...workspace.live.problems()].flatMap((one) => problemIn(file, one)),
  };
}

/** Whether an entry of any manifest leads to this file, or a running plugin reports about it. */
export function isNamed(file: TextFile, workspace: Workspace): boolean {
  const { uses, problems } = gatherSource(file, null, workspace);
  return uses.length > 0 || problems.length > 0;
}

function useOf(subject: KnownEntry, file: TextFile): ClassUse[] {
  const { lookup, item } = subject;
  if (lookup?.kind !== "found" || !isSameFile(lookup.file, file.file)) return [];
  return [{ plugin: item.name, className: lookup.facts.name, secrets: subject.secrets() }];
}

function problemIn(
  file: TextFile,
  { plugin, problem }: { readonly plugin: string; readonly problem: Problem },
): SourceSubject["problems"] {
  return problem.location && isSameFile(problem.location.file, file.file)
    ? [{ plugin, problem, offset: file.offsetAt(problem.location) }]
    : [];
}

function isSameFile(one: string, other: string | null): boolean {
  return other !== null && path.resolve(one) === path.resolve(other);
}
