/** Which manifests are served, for programs that are not the server. Loads nothing of it. */
export { findServer, type RunningServer } from "../running-servers.ts";
