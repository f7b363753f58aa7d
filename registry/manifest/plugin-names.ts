/** What the operator API has at `/plugins/NAME`, or what means another folder there. */
const TAKEN: ReadonlySet<string> = new Set(["discover", "install", "reload", ".", ".."]);

/** Why a plugin had better be called something else, in a sentence; null: the name is fine. */
export function whyNotCalled(name: string): string | null {
  if (TAKEN.has(name)) {
    return `A plugin called ${name} has no address of its own in the operator API, which uses /plugins/${name} itself: give it another name.`;
  }
  if (/[\p{Cc}\u2028\u2029]/u.test(name) || name.trim() !== name) {
    return "The name has control characters, a line break, or white space around it: give it another name.";
  }
  return null;
}
