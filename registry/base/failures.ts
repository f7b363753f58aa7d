/** What the system calls a failure, such as `EACCES`; empty: it was none of the system's. */
export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

/** A failure that says that there is nothing at the path, e.g. because a file stands in a folder's place. */
export function isMissing(error: unknown): boolean {
  return ["ENOENT", "ENOTDIR", "EINVAL", "ENAMETOOLONG", "ERR_INVALID_ARG_VALUE"].includes(
    codeOf(error),
  );
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: "permission was denied",
  EBUSY: "another program uses it",
  EDQUOT: "the disk quota is used up",
  EEXIST: "it exists already",
  EIO: "the disk failed",
  EISDIR: "it is a folder",
  ELOOP: "its symbolic links lead in a circle",
  EMFILE: "too many files are open",
  ENAMETOOLONG: "its name is too long",
  ENFILE: "too many files are open",
  ENOENT: "there is no such file",
  ENOSPC: "the disk is full",
  ENOTDIR: "a file stands in the place of a folder of its path",
  EPERM: "permission was denied",
  EROFS: "the disk is read-only",
  ETXTBSY: "another program uses it",
};

/** Why something could not be done with a file, worded for people. */
export function reasonOfFailure(error: unknown): string {
  const code = codeOf(error);
  return REASONS[code] ?? (code === "" ? "the system does not say why" : `the system says ${code}`);
}
