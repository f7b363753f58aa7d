import { styleText } from "node:util";
import type { OutputStream } from "../surroundings.ts";

export type Tone = "good" | "bad" | "warning" | "faint" | "strong" | "plain";

const FORMATS = {
  good: "green",
  bad: "red",
  warning: "yellow",
  faint: "gray",
  strong: "bold",
} as const;

/** Colours a text, or leaves it as it is. */
export type Paint = (tone: Tone, text: string) => string;

/** Colour only on a terminal, and not where `NO_COLOR` is set (https://no-color.org). `FORCE_COLOR` asks for it anywhere. */
export function painter(
  stream: OutputStream,
  environment: Readonly<Record<string, string | undefined>>,
): Paint {
  const { NO_COLOR, FORCE_COLOR, TERM } = environment;
  const isForced = Boolean(FORCE_COLOR) && FORCE_COLOR !== "0";
  const isColoured = !NO_COLOR && (isForced || (stream.isTTY === true && TERM !== "dumb"));
  if (!isColoured) return (_, text) => text;
  return (tone, text) =>
    tone === "plain" ? text : styleText(FORMATS[tone], text, { validateStream: false });
}
