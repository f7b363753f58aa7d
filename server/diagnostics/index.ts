export { DIAGNOSTIC_CODES, type DiagnosticCode } from "./codes.ts";
export { diagnoseManifest, findAll, findInEntry } from "./diagnose.ts";
export type { Finding } from "./finding.ts";
export { ownOfYaml } from "./of-yaml.ts";
export { DiagnosticsPublisher } from "./publisher.ts";
export { SOURCE } from "./report.ts";
export { firedHooks } from "./fired-hooks.ts";
export { Survey } from "./survey.ts";
export type { Check, EntryCheck, ManifestSubject, SourceSubject } from "./subject.ts";
