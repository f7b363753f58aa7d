import { configureGlobal } from "fast-check";

/**
 * Property tests ask the same questions each time, so that what passes once passes everywhere. `npm run fuzz` asks others.
 */
const seed = Number(process.env["PATCHBAY_SEED"] ?? 1);
if (!Number.isInteger(seed)) throw new Error("PATCHBAY_SEED must be a whole number");

configureGlobal({ seed });
