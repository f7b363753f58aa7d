import type { Paint, Tone } from "./style.ts";

const TONES: Readonly<Record<string, Tone>> = { "@": "faint", "-": "bad", "+": "good" };

/** A hunk of `diff -u` under the name of what it changes, as `diff` itself shows it. */
export function showDiff(name: string, hunk: string, paint: Paint): string {
  const lines = hunk.split("\n").map((line) => {
    const tone = TONES[line.slice(0, 1)];
    return tone === undefined ? line : paint(tone, line);
  });
  return [paint("strong", `--- ${name}`), paint("strong", `+++ ${name}`), ...lines].join("\n");
}
