import path from "node:path";

/** The glob of the manifest that a setting names: below any folder, or where it is when that may be outside of all. */
export function manifestPattern(written: string, folder: string | null): string {
  const normal = path.normalize(written);
  const isElsewhere = path.isAbsolute(normal) || normal.split(path.sep)[0] === "..";
  const file = isElsewhere ? path.resolve(folder ?? "", normal) : path.join("**", normal);
  return file.split(path.sep).join("/");
}
