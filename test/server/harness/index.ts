export { applyTo } from "./apply.ts";
export { TestClient, type ClientOptions } from "./client.ts";
export { codesAt } from "./codes-at.ts";
export { DESCRIBED_FILES } from "./described.ts";
export { cursorIn } from "./cursor.ts";
export { SAMPLE_FILES, TICKET_ENTRY, VERSIONED_SOURCE } from "./sample.ts";
export { InProcessServer } from "./in-process.ts";
export { TestWorkspace } from "./workspace.ts";
