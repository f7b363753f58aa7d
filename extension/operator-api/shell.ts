import path from "node:path";

/** Shells that read quotes in different ways. */
export type Shell = "sh" | "cmd" | "powershell" | "windows-powershell";

/** What reads lines that are pasted into a terminal; `file` is the editor's default shell, empty where it has none. */
export function shellOf(file: string, platform: string): Shell {
  const isWindows = platform === "win32";
  // Both kinds of slashes are in the paths of Windows.
  const name = path.win32
    .basename(file)
    .toLowerCase()
    .replace(/\.exe$/, "");
  if (name === "cmd") return "cmd";
  if (name === "powershell" || name === "pwsh" || (isWindows && name === ""))
    return isWindows ? "windows-powershell" : "powershell";
  return "sh";
}
