import * as z from "zod";

/** Where a secret was found. In the order in which the places are asked. */
export const secretSourceSchema = z.discriminatedUnion("kind", [
  /** A literal or `{ value }` under `config.secrets`. */
  z.object({ kind: z.literal("manifest") }),
  /** `{ env: variable }` under `config.secrets`. */
  z.object({ kind: z.literal("manifest-env"), variable: z.string() }),
  z.object({ kind: z.literal("environment"), variable: z.string() }),
  /** The editor's SecretStorage, filled by *Set Secret…*. */
  z.object({ kind: z.literal("secret-store") }),
  z.object({ kind: z.literal("dotenv"), file: z.string() }),
  z.object({
    kind: z.literal("secrets-file"),
    file: z.string(),
    scope: z.enum(["plugin", "top-level", "global"]),
  }),
]);
export type SecretSource = z.infer<typeof secretSourceSchema>;

/**
 * What is known about one secret that a plugin requires. Names and places only: never the value.
 * `unknown` says that a place could not be read, so nothing may be claimed.
 */
export const secretStatusSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("present"), name: z.string(), source: secretSourceSchema }),
  /** `looked` lists every place that was asked, worded for people (`environment variable JIRA_TOKEN`). */
  z.object({ kind: z.literal("missing"), name: z.string(), looked: z.array(z.string()) }),
  z.object({
    kind: z.literal("unknown"),
    name: z.string(),
    unreadable: z.string(),
    reason: z.string(),
  }),
]);
export type SecretStatus = z.infer<typeof secretStatusSchema>;
