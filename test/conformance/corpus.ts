import { readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { z } from "zod";

const expectationSchema = z.strictObject({
  /** Exactly what plugins wrote since the last expectation. */
  log: z.array(z.string()).optional(),
  /** One partial record for each entry, in manifest order. */
  records: z.array(z.record(z.string(), z.unknown())).optional(),
  /** One partial status for each entry, in manifest order. */
  statuses: z.array(z.record(z.string(), z.unknown())).optional(),
  /** One partial outcome for each plugin that the last fire concerned. */
  outcomes: z.array(z.record(z.string(), z.unknown())).optional(),
  /** The payload as the last fire left it. */
  payload: z.record(z.string(), z.unknown()).optional(),
  /** One partial report for each plugin that the last reload concerned. */
  reports: z.array(z.record(z.string(), z.unknown())).optional(),
  /** How many samples are kept, by plugin and hook. */
  kept: z.record(z.string(), z.record(z.string(), z.int())).optional(),
  /** Every duration has at most three decimals, and every average is the total by the calls. */
  rounded: z.literal(true).optional(),
  /** Texts that occur nowhere in the records, statuses and reports so far. */
  nowhere: z.array(z.string()).optional(),
});
export type Expectation = z.infer<typeof expectationSchema>;

const stepSchema = z.union([
  z.strictObject({ manifest: z.string() }),
  z.strictObject({ refresh: z.literal(true) }),
  z.strictObject({ file: z.string(), text: z.string() }),
  z.strictObject({ reload: z.string() }),
  z.strictObject({
    fire: z.string(),
    payload: z.record(z.string(), z.unknown()).default({}),
    source: z.string().optional(),
    times: z.int().positive().default(1),
  }),
  z.strictObject({ expect: expectationSchema }),
]);
export type Step = z.infer<typeof stepSchema>;

const caseSchema = z.strictObject({
  /** Number in the list of conformance cases; several may illustrate one. */
  case: z.int(),
  says: z.string(),
  files: z.record(z.string(), z.string()).default({}),
  environment: z.record(z.string(), z.string()).default({}),
  manifest: z.string(),
  steps: z.array(stepSchema),
});
export type Case = z.infer<typeof caseSchema>;

const areaSchema = z.strictObject({
  /** Sources that every case of the area has. */
  files: z.record(z.string(), z.string()).default({}),
  cases: z.array(caseSchema),
});

/** One file each. */
export const AREAS = [
  "records",
  "lifecycle",
  "hooks",
  "telemetry",
  "secrets",
  "extension-points",
] as const;

/** The cases of one area, `test/conformance/<area>.yaml`. */
export function readArea(area: string): readonly Case[] {
  const text = readFileSync(path.join(import.meta.dirname, `${area}.yaml`), "utf8");
  const { files, cases } = areaSchema.parse(parse(text));
  return cases.map((one) => ({ ...one, files: { ...files, ...one.files } }));
}
