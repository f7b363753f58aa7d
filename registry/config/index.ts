/** A plugin's `config` against what its class says about it, as far as that can be read without running it. */
export { alternativesOf, membersOf, schemaAt, wordSchema } from "./config-schema.ts";
export { firstValueOf } from "./first-value.ts";
export { validateConfig, type ConfigViolation } from "./validate-config.ts";
