import { firstValueOf, schemaAt } from "../../registry/config/index.ts";
import { planEdit } from "../../registry/manifest/index.ts";
import { isRecord } from "../workspace/index.ts";
import type { FixProvider } from "./fix.ts";

/** Writes a setting that the class needs and `config` lacks, with what its schema says first. */
export const addSetting: FixProvider = ({ code, data, known, file }) => {
  const { missing, path } = data;
  const schema = known?.configSchema ?? null;
  if (code !== "config/invalid" || typeof missing !== "string" || !known?.item.entry) return [];
  const steps = Array.isArray(path) ? path.filter(isStep) : [];
  const value = firstValueOf(schemaAt(schema, [...steps, missing]) ?? {});
  const config = withSetting(known.entry.config ?? {}, [...steps, missing], value);
  const plan = planEdit(file.manifest, { kind: "set-config", plugin: known.item.name, config });
  return plan.kind === "edits" ? [{ title: `Add ${missing}`, edits: plan.edits }] : [];
};

function isStep(step: unknown): step is string | number {
  return typeof step === "string" || typeof step === "number";
}

function withSetting(
  config: Readonly<Record<string, unknown>>,
  [step = "", ...rest]: readonly (string | number)[],
  value: unknown,
): Readonly<Record<string, unknown>> {
  return { ...config, [step]: rest.length === 0 ? value : within(config[step], rest, value) };
}

function within(around: unknown, path: readonly (string | number)[], value: unknown): unknown {
  if (!Array.isArray(around)) return withSetting(isRecord(around) ? around : {}, path, value);
  const [index, ...rest] = path;
  return around.map((each: unknown, at) =>
    at === index ? (rest.length === 0 ? value : within(each, rest, value)) : each,
  );
}
