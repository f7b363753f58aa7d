import { isDeepStrictEqual } from "node:util";
import type { Span } from "../../registry/base/text.ts";
import { MANIFEST_CODES } from "../../registry/manifest/index.ts";
import { spanOfModule, type KnownEntry } from "../workspace/index.ts";
import { checkConfig } from "./check-config.ts";
import type { Finding } from "./finding.ts";
import type { Check, EntryCheck, ManifestSubject, SourceSubject } from "./subject.ts";

/** What the running registry reports, on the entry that named the plugin. */
export const checkLive: EntryCheck = {
  name: "live errors",
  find: findingsOf,
};

/** What the registry could not do with the manifest as a whole, on its first line. */
export const checkManifestLive: Check<ManifestSubject> = {
  name: "live errors of the manifest",
  find: ({ around, manifestProblems }) =>
    manifestProblems
      .filter(({ code }) => !CODES_OF_TEXT.has(code))
      .map(({ code, message }) => ({
        code,
        severity: "error",
        message,
        span: { start: 0, end: endOfLine(around.text, 0) },
      })),
};

/** The text is looked at as it is now; the registry saw it as it was saved. */
const CODES_OF_TEXT: ReadonlySet<string> = new Set(Object.values(MANIFEST_CODES));

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

function findingsOf(known: KnownEntry): Finding[] {
  const { item, plugin } = known;
  return (plugin?.problems ?? [])
    .filter(({ code }) => !isFoundStatically(code, known))
    .map(({ code, message, location }) => ({
      code,
      severity: severityOf(code),
      message,
      span: spanInConfig(code, message, known) ?? spanOfModule(item),
      ...(location && { elsewhere: [{ ...location, message: "It happened here." }] }),
      data: { plugin: item.name },
    }));
}

/** What plugins contradict each other in: the registry knows it, and goes on with what one of them says. */
const DISAGREEMENTS: ReadonlySet<string> = new Set(["hook/order-cycle", "hook/spec-conflict"]);

/** Whether the other checks see it too: earlier, at a better place, and gone as soon as it is mended. */
function isFoundStatically(code: string, known: KnownEntry): boolean {
  const { lookup } = known;
  const [area] = code.split("/");
  // A class that was found and still cannot be loaded is something that only the registry knows.
  if (area === "module") return lookup?.kind !== "found";
  if (area === "config") return !isAboutThisConfig(known) || checkConfig.find(known).length > 0;
  if (area === "version") {
    return (
      code === "version/malformed-range" || (lookup?.kind === "found" && !!lookup.facts.version)
    );
  }
  if (area === "hook") return !DISAGREEMENTS.has(code);
  return area === "manifest" || area === "secret";
}

/** Patterns and the author's own rules are known to the class alone. What it said of another config than stands here says nothing. */
function isAboutThisConfig({ entry, plugin }: KnownEntry): boolean {
  const { secrets: _written, ...written } = entry.config ?? {};
  const { secrets: _checked, ...checked } = plugin?.summary.config ?? {};
  return isDeepStrictEqual(written, checked);
}

/** The value that a class says something of: its message begins with the path. */
function spanInConfig(code: string, message: string, { item }: KnownEntry): Span | null {
  const place = code === "config/invalid" && /^config\.(?<path>[^\s:]+): /.exec(message);
  if (!place) return null;
  const path = (place.groups?.["path"] ?? "").split(".");
  const keys = path.map((key) => (/^\d+$/.test(key) ? Number(key) : key));
  return item.spansAt(["config", ...keys])?.value ?? null;
}

function severityOf(code: string): Finding["severity"] {
  if (code === "plugin/no-runtime") return "information";
  return DISAGREEMENTS.has(code) ? "warning" : "error";
}

/** The rest of the line, at least one character. */
function endOfLine(text: string, offset: number): number {
  const lineBreak = text.indexOf("\n", offset);
  const line = text.slice(offset, lineBreak < 0 ? text.length : lineBreak).trimEnd();
  return offset + Math.max(line.length, 1);
}
