/** Where a plugin's secrets come from, and how they are kept out of everything that is shown. */
export { createSecretChain } from "./chain.ts";
export { MASK, maskConfig } from "./mask.ts";
export { locateSecretFiles } from "./places.ts";
export { redact } from "./redact.ts";
export { restoreMasked } from "./restore.ts";
export type { ResolvedSecret, SecretChain, SecretPlaces, SecretQuery } from "./types.ts";
