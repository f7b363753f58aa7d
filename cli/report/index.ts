/** What a check found, for people and for programs. */
export { renderForGithub } from "./github.ts";
export { renderForPeople } from "./human.ts";
export { renderJson } from "./json.ts";
export {
  countOf,
  mendedOf,
  reportOf,
  SEVERITIES,
  type FileReport,
  type Mended,
  type ReportedDiagnostic,
  type SeverityName,
} from "./report.ts";
export { renderSarif } from "./sarif.ts";
