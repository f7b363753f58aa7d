import { readFileSync } from "node:fs";

/** A name that a `.env` file sets, with its line (from 0). */
export interface DotenvName {
  readonly name: string;
  readonly line: number;
  readonly character: number;
}

/** The names in a `.env` file; none when it cannot be read. What they are set to is not kept. */
export function namesIn(file: string): readonly DotenvName[] {
  const lines = readLines(file);
  return lines.flatMap((text, line) => {
    const assignment = /^(\s*(?:export\s+)?)([\w.-]+)\s*(?:=|:\s)/.exec(text);
    if (!assignment) return [];
    const [, before = "", name = ""] = assignment;
    return [{ name, line, character: before.length }];
  });
}

function readLines(file: string): readonly string[] {
  try {
    return readFileSync(file, "utf8").split(/\r\n|\n|\r/);
  } catch {
    // Absent or unreadable: the status of each secret says so; there is nothing to add here.
    return [];
  }
}
