/** One line of an `entry_points.txt`. */
export interface WrittenEntryPoint {
  readonly group: string;
  readonly name: string;
  /** `package.module:attribute`, or `package.module`. */
  readonly object: string;
}

/** `name = package.module:attribute [extra]`; the extras are obsolete and mean nothing. */
const LINE = /^(?<name>[^=[\s](?:[^=]*[^=\s])?)\s*=\s*(?<object>[^[\s]+)\s*(?:\[[^\]]*\])?$/;
const SECTION = /^\[(?<group>[^\]]*)\]$/;

/**
 * Reads what a Python package's `entry_points.txt` announces. A line that cannot be understood announces nothing and
 * costs none of the others. Source: Python Packaging User Guide, "Entry points specification".
 */
export function parseEntryPoints(text: string): readonly WrittenEntryPoint[] {
  const entryPoints: WrittenEntryPoint[] = [];
  let group: string | null = null;
  for (const written of text.replace(/^\uFEFF/, "").split(/\r\n|[\r\n]/)) {
    const line = written.trim();
    if (line === "" || line.startsWith("#") || line.startsWith(";")) continue;
    const section = SECTION.exec(line)?.groups?.["group"];
    if (section !== undefined) group = section.trim();
    const { name, object } = LINE.exec(line)?.groups ?? {};
    if (group !== null && name && object) entryPoints.push({ group, name, object });
  }
  return entryPoints;
}
