/** What the operator API has at `/plugins/NAME`, or what means another folder there. */
const TAKEN: ReadonlySet<string> = new Set(["discover", "install", "reload", ".", ".."]);

/** Control characters, ends of lines, and marks that turn the direction of what follows. */
const UNSEEN = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;

/** Why a plugin had better be called something else, in a sentence; null: the name is fine. */
export function whyNotCalled(name: string): string | null {
  if (TAKEN.has(name)) {
    return `A plugin called ${name} has no address of its own in the operator API, which uses /plugins/${name} itself: give it another name.`;
  }
  if (UNSEEN.test(name) || name.trim() !== name) {
    return "The name has characters that are not seen, such as a line break, or white space around it: give it another name.";
  }
  return null;
}
