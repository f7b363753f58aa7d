export { TestClient, type ClientOptions } from "./client.ts";
export { codesAt } from "./codes-at.ts";
export { cursorIn } from "./cursor.ts";
export { TestWorkspace } from "./workspace.ts";
