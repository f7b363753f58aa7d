import { pathToFileURL } from "node:url";
import type { Diagnostic } from "vscode-languageserver";
import type { ModuleFacts } from "../../registry/modules/index.ts";
import type { Log } from "../base/index.ts";
import type { KnownEntry, TextFile, Workspace } from "../workspace/index.ts";
import { checkConfig } from "./check-config.ts";
import { checkDisabled } from "./check-disabled.ts";
import { checkHooks } from "./check-hooks.ts";
import { checkLive, checkManifestLive, checkSourceLive } from "./check-live.ts";
import { checkModules } from "./check-modules.ts";
import { checkPlaintext } from "./check-plaintext.ts";
import { checkRepeats } from "./check-repeats.ts";
import { checkSecrets, checkSourceSecrets } from "./check-secrets.ts";
import { checkText } from "./check-text.ts";
import { checkSourceUnlistedHooks, checkUnlistedHooks } from "./check-unlisted-hooks.ts";
import { checkVersion } from "./check-version.ts";
import { keepFindings } from "./entry-findings.ts";
import type { Finding } from "./finding.ts";
import { gatherManifest, gatherSource } from "./gather.ts";
import { toDiagnostics } from "./report.ts";
import type { Check, EntryCheck, ManifestSubject, SourceSubject } from "./subject.ts";
import { applySuppressions, SUPPRESSION_MARK } from "./suppressions.ts";

/** The checks of an entry. A new family is a file and a line here. */
const ENTRY_CHECKS: readonly EntryCheck[] = [
  checkModules,
  checkHooks,
  checkUnlistedHooks,
  checkVersion,
  checkConfig,
  checkSecrets,
  checkPlaintext,
  checkLive,
  checkDisabled,
];

const MANIFEST_CHECKS: readonly Check<ManifestSubject>[] = [
  checkText,
  checkRepeats,
  checkManifestLive,
];

const SOURCE_CHECKS: readonly Check<SourceSubject>[] = [
  checkSourceSecrets,
  checkSourceUnlistedHooks,
  checkSourceLive,
];

/** Where this bundle is. */
const BUNDLE_FOLDER = pathToFileURL(`${__dirname}/`);

/** Everything that there is to say about a manifest now. Synchronous: its result fits the text it was made from. */
export function diagnoseManifest(file: TextFile, workspace: Workspace, log: Log): Diagnostic[] {
  const subject = gatherManifest(file, workspace);
  const isSettled = subject.entries.every(({ entry, lookup }) => !entry.module || lookup);
  const findings = [
    ...findAll(MANIFEST_CHECKS, subject, log),
    ...findInEntries(ENTRY_CHECKS, subject, log),
  ];
  return report(findings, file, workspace, isSettled);
}

/** `facts` are those of exactly this text; null when there are none. */
export function diagnoseSource(
  file: TextFile,
  facts: ModuleFacts | null,
  workspace: Workspace,
  log: Log,
): Diagnostic[] {
  const subject = gatherSource(file, facts, workspace);
  return report(findAll(SOURCE_CHECKS, subject, log), file, workspace, facts !== null);
}

/** One check that throws is logged and costs nothing of the others. */
export function findAll<Subject>(
  checks: readonly Check<Subject>[],
  subject: Subject,
  log: Log,
): Finding[] {
  return checks.flatMap((check) => {
    try {
      return check.find(subject);
    } catch (error) {
      log.failed(`Checking ${check.name}`, error);
      return [];
    }
  });
}

/** The same for every entry; a check that throws at many entries is logged once. */
export function findInEntries(
  checks: readonly EntryCheck[],
  { entries, around }: Pick<ManifestSubject, "entries" | "around">,
  log: Log,
): Finding[] {
  const logged = new Set<EntryCheck>();
  const findIn = (known: KnownEntry): { findings: Finding[]; isComplete: boolean } => {
    let isComplete = true;
    const findings = checks.flatMap((check) => {
      try {
        return check.find(known, around);
      } catch (error) {
        isComplete = false;
        if (!logged.has(check)) log.failed(`Checking ${check.name}`, error);
        logged.add(check);
        return [];
      }
    });
    return { findings, isComplete };
  };
  const all: Finding[] = [];
  for (const known of entries) {
    const findings = keepFindings(known, around, () => findIn(known));
    if (findings.length > 0) all.push(...findings);
  }
  return all;
}

function report(
  findings: readonly Finding[],
  file: TextFile,
  workspace: Workspace,
  isSettled: boolean,
): Diagnostic[] {
  const kept = file.mentions(SUPPRESSION_MARK)
    ? applySuppressions(findings, file.text, isSettled)
    : findings;
  return toDiagnostics(kept, file, {
    severity: workspace.settingsFor(file).diagnostics.severity,
    bundleFolder: BUNDLE_FOLDER,
  });
}
