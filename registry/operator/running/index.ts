/** How the programs of one user find the server of a manifest. */
export { announceServer, findServer, type RunningServer } from "./running-servers.ts";
