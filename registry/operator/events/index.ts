/** What happens in a registry, told to the API's clients. */
export type { EventLog } from "./event-log.ts";
export { streamEvents } from "./event-stream.ts";
export { RegistryFeed } from "./registry-feed.ts";
