import { pathToFileURL } from "node:url";
import type { Diagnostic } from "vscode-languageserver";
import type { ModuleFacts } from "../../registry/modules/index.ts";
import type { Log } from "../base/index.ts";
import type { KnownEntry, TextFile, Workspace } from "../workspace/index.ts";
import { checkConfig } from "./check-config.ts";
import { checkDisabled } from "./check-disabled.ts";
import { checkNames } from "./check-names.ts";
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
import { gatherSource } from "./gather.ts";
import { OF_YAML } from "./of-yaml.ts";
import { toDiagnostics } from "./report.ts";
import type { Check, EntryCheck, ManifestSubject, SourceSubject, Surroundings } from "./subject.ts";
import { applySuppressions, SUPPRESSION_MARK } from "./suppressions.ts";
import { Survey, type EntryFindings } from "./survey.ts";

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
  checkNames,
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

/** What was said about a manifest before, of which most is still true after an edit. */
const surveys = new WeakMap<TextFile, Survey>();

/** Everything that there is to say about a manifest now. Synchronous: its result fits the text it was made from. */
export function diagnoseManifest(file: TextFile, workspace: Workspace, log: Log): Diagnostic[] {
  const survey = surveys.get(file) ?? new Survey();
  // One that fails half-way is not asked again.
  surveys.delete(file);
  const subject = survey.update(file, workspace, findInEntry(ENTRY_CHECKS, log));
  surveys.set(file, survey);
  const findings = [...findAll(MANIFEST_CHECKS, subject, log), ...survey.findings()];
  return report(findings, file, workspace, subject.isSettled);
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

/** The same for one entry after the other; a check that throws at many entries is logged once. */
export function findInEntry(
  checks: readonly EntryCheck[],
  log: Log,
): (known: KnownEntry, around: Surroundings) => EntryFindings {
  const logged = new Set<EntryCheck>();
  return (known, around) =>
    keepFindings(known, around, () => {
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
    });
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
  // Others look at what is open only.
  const isChecked = workspace.setup.yamlIsChecked && file.version !== null;
  const own = isChecked ? kept.filter(({ code }) => !OF_YAML.has(code)) : kept;
  return toDiagnostics(own, file, {
    severity: workspace.settingsFor(file).diagnostics.severity,
    bundleFolder: BUNDLE_FOLDER,
  });
}
