import type { HandlerOutcome } from "../../../schemas/index.ts";

/** What came of one plugin's part in a fire, as the kernel sees it: it is itself lost with whatever loses an outcome. */
export type CallResult = Exclude<HandlerOutcome, { kind: "lost" }>;
