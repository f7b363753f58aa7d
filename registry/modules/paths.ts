import path from "node:path";

/** More folders than any path that a person made has. */
const MAX_DEPTH = 64;

/** A folder and the folders above it, up to and with `ceiling`, or the file system's root. */
export function ancestorsOf(folder: string, ceiling: string | null): readonly string[] {
  const folders: string[] = [];
  let current = path.resolve(folder);
  for (let depth = 0; depth < MAX_DEPTH; depth += 1) {
    folders.push(current);
    const parent = path.dirname(current);
    if (current === ceiling || parent === current) break;
    current = parent;
  }
  return folders;
}
