import { serialize } from "node:v8";
import type { FireReport } from "../../../schemas/index.ts";
import { isRecord } from "../../base/record.ts";
import { MASK } from "../../secrets/index.ts";
import { messageOf } from "../loader/index.ts";

/** As a text, of a number that is taken for a secret. */
const SHORTEST_NUMBER = 4;

/** Takes the values of secrets out of a text. */
type Clean = (text: string) => string;

/** A value that can be shown, or why it cannot. */
type Shown<Value> =
  | { readonly value: Value; readonly problem: null }
  | { readonly value: null; readonly problem: string };

/**
 * The report as it is written as JSON, which everybody who shows it does: without secrets that handlers left in it for each other. What
 * cannot be written is said to be there.
 */
export function carryReport(report: Omit<FireReport, "payloadProblem">, clean: Clean): FireReport {
  const { result } = report;
  const payload = show(report.payload, clean);
  return {
    ...report,
    payload: payload.value,
    payloadProblem: payload.problem,
    result: result && { ...result, ...show(result.value, clean) },
  };
}

function show<Value>(value: Value, clean: Clean): Shown<Value> {
  try {
    serialize(value);
    const written = JSON.stringify(value) as string | undefined;
    // Never the value itself: a copy for another thread has the fields that `toJSON` left out, and what maps hold.
    if (written === undefined) return { value: undefined as Value, problem: null };
    const shown: unknown =
      clean(written) === written ? JSON.parse(written) : cleaned(written, clean);
    return { value: shown as Value, problem: null };
  } catch (error) {
    // JSON draws the circle that it found, line by line.
    return { value: null, problem: clean(messageOf(error).split("\n", 1).join("")) };
  }
}

function cleaned(written: string, clean: Clean): unknown {
  return JSON.parse(written, (_key, value: unknown) => {
    if (typeof value === "string") return clean(value);
    if (typeof value === "number") return isSecretNumber(value, clean) ? MASK : value;
    if (!isRecord(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [clean(key), one]));
  });
}

/** A number is a secret as a whole, or it is none. Short ones stand for themselves far more often. */
function isSecretNumber(value: number, clean: Clean): boolean {
  const written = String(value);
  return written.length >= SHORTEST_NUMBER && clean(written) === MASK;
}
