import { spanOfModule, type KnownEntry } from "../workspace/index.ts";
import type { Finding } from "./finding.ts";
import type { Check, EntryCheck, SourceSubject } from "./subject.ts";

/** What the running registry reports, on the entry that named the plugin. */
export const checkLive: EntryCheck = {
  name: "live errors",
  find: findingsOf,
};

/** The same in the source, where it happened. */
export const checkSourceLive: Check<SourceSubject> = {
  name: "live errors in the source",
  find: ({ text, problems }) =>
    problems.map(({ plugin, problem, offset }) => ({
      code: problem.code,
      severity: severityOf(problem.code),
      message: `${plugin}: ${problem.message}`,
      span: { start: offset, end: endOfLine(text, offset) },
    })),
};

/** Those that the checks above find by themselves, earlier and without a registry. */
const FOUND_STATICALLY = /^(?:manifest|module|hook|secret)\//;

function findingsOf({ item, plugin, lookup }: KnownEntry): Finding[] {
  const isConfigChecked = lookup?.kind === "found" && lookup.facts.configSchema !== null;
  return (plugin?.problems ?? [])
    .filter(({ code }) => !FOUND_STATICALLY.test(code))
    .filter(({ code }) => code !== "config/invalid" || !isConfigChecked)
    .map(({ code, message, location }) => ({
      code,
      severity: severityOf(code),
      message,
      span: spanOfModule(item),
      ...(location && { elsewhere: [{ ...location, message: "It happened here." }] }),
      data: { plugin: item.name },
    }));
}

const severityOf = (code: string): Finding["severity"] =>
  code === "plugin/no-runtime" ? "information" : "error";

/** The rest of the line, at least one character. */
function endOfLine(text: string, offset: number): number {
  const lineBreak = text.indexOf("\n", offset);
  const line = text.slice(offset, lineBreak < 0 ? text.length : lineBreak).trimEnd();
  return offset + Math.max(line.length, 1);
}
