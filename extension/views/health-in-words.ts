import type { FactoryHealth } from "../../schemas/index.ts";
import { counted } from "../base/words.ts";

/** `3 factories checked: all are well`. */
export function healthInWords(health: readonly FactoryHealth[]): string {
  const bad = health.filter(({ state }) => state === "unhealthy" || state === "not-made").length;
  const unknown = health.filter(({ state }) => state === "not-checked").length;
  return `${counted(health.length, "factory", "factories")} checked: ${verdict(bad, unknown, health.length)}`;
}

function verdict(bad: number, unknown: number, all: number): string {
  if (bad > 0) return `${bad} of ${all} not well`;
  return unknown > 0 ? "none is unhealthy" : "all are well";
}
