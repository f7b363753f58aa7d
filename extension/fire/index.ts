export { FireDocuments } from "./fire-documents.ts";
export { hookChoices, samplePayload } from "./hook-choices.ts";
export { parsePayload } from "./parse-payload.ts";
export { PAYLOAD_SCHEME, PayloadFiles } from "./payload-files.ts";
export { countsOf, hasFailures } from "./render-report.ts";
