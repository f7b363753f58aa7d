import { readEntry } from "../workspace/index.ts";
import type { CompletionPlace } from "./place.ts";
import type { Suggestion } from "./suggestion.ts";

/** A name for the entry: what its class declares or is called, or, while it has no class, those of the plugins that are there. */
export async function entryNames(place: CompletionPlace): Promise<Suggestion[]> {
  const { lookup, entry, roots, workspace, file, item } = place;
  const others = file.manifest.items.filter((other) => other !== item);
  const taken = new Set(others.map(({ name }) => name));
  if (entry?.module) {
    const className = entry.module.slice(entry.module.lastIndexOf(":") + 1);
    const declared = lookup?.kind === "found" ? lookup.facts.declaredName : null;
    const wanted = declared ?? snakeCase(className);
    return wanted === "" ? [] : [toName(freeName(wanted, taken), "named after its class")];
  }
  if (!roots) return [];
  const used = new Set(others.map((other) => readEntry(other).module));
  const discovered = await workspace.classes.discover(roots);
  return discovered
    .filter(({ reference }) => !used.has(reference))
    .map(({ facts, reference }) =>
      toName(freeName(facts.declaredName ?? snakeCase(facts.name), taken), reference),
    );
}

/** The class's own summary, to be changed. */
export function descriptions({ lookup }: CompletionPlace): Suggestion[] {
  const own = lookup?.kind === "found" ? lookup.facts : null;
  const summary = own?.description ?? own?.documentation?.split(/\n\s*\n/)[0];
  if (!summary) return [];
  const line = summary.replace(/\s+/g, " ");
  const newText = JSON.stringify(line);
  return [{ label: line, kind: "Text", newText, detail: "what its class says" }];
}

/** Ranges that accept the version at hand. */
export function versionRanges({ lookup }: CompletionPlace): Suggestion[] {
  const declared = lookup?.kind === "found" ? lookup.facts.version : null;
  const installed = lookup && "installed" in lookup ? lookup.installed : null;
  const version = declared ?? installed?.version;
  if (!version) return [];
  const whose = declared ? "its class" : `${installed?.name}, as it is installed`;
  return [`^${version}`, `~${version}`, version].map((label, rank) => ({
    label,
    kind: "Value",
    detail: `accepts ${version}, the version of ${whose}`,
    rank,
  }));
}

/** A name that no other entry has. */
export function freeName(wanted: string, taken: ReadonlySet<string>): string {
  let number = 2;
  let name = wanted;
  while (taken.has(name)) name = `${wanted}_${number++}`;
  return name;
}

/** `TicketAutomation` as `ticket_automation`. */
export const snakeCase = (name: string): string =>
  name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase();

const toName = (label: string, detail: string): Suggestion => ({ label, kind: "Value", detail });
