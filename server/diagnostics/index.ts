export { DIAGNOSTIC_CODES, type DiagnosticCode } from "./codes.ts";
export { diagnoseManifest, diagnoseSource, findAll } from "./diagnose.ts";
export type { Finding } from "./finding.ts";
export { gatherManifest, gatherSource } from "./gather.ts";
export { DiagnosticsPublisher } from "./publisher.ts";
export { SOURCE } from "./report.ts";
export type { Check, ManifestSubject, SourceSubject } from "./subject.ts";
