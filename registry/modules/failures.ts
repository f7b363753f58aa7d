function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

/** A failure that says that there is nothing at the path, e.g. because a file stands in a folder's place. */
export function isMissing(error: unknown): boolean {
  return ["ENOENT", "ENOTDIR", "EINVAL", "ENAMETOOLONG", "ERR_INVALID_ARG_VALUE"].includes(
    codeOf(error),
  );
}

/** Why a file could not be read, worded for people. */
export function reasonOfFailure(error: unknown): string {
  const code = codeOf(error);
  if (code === "EACCES" || code === "EPERM") return "permission was denied";
  if (code === "ELOOP") return "its symbolic links lead in a circle";
  return code === "" ? "reading it failed" : `reading it failed (${code})`;
}
