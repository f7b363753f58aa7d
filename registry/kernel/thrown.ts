/** Longer texts are cut: one plugin's error must not fill the operator's screen or memory. */
const LONGEST_MESSAGE = 2_000;
const LONGEST_STACK = 8_000;

/** Anything that can be thrown, in words. Never throws, whatever a getter, `toString` or proxy of it does. */
export function describeThrown(thrown: unknown): { message: string; stack: string | null } {
  return { message: cut(messageOf(thrown), LONGEST_MESSAGE), stack: stackOf(thrown) };
}

function messageOf(thrown: unknown): string {
  const message = propertyText(thrown, "message");
  if (message !== null) {
    const name = propertyText(thrown, "name");
    if (message === "") return name ?? "an error without a message";
    return name === null || name === "Error" ? message : `${name}: ${message}`;
  }
  try {
    // What is neither an error nor an object is a primitive or a function, and says enough.
    // oxlint-disable-next-line typescript/no-base-to-string
    return typeof thrown === "object" ? JSON.stringify(thrown) : String(thrown);
  } catch {
    return `a value of type ${typeof thrown} that cannot be shown`;
  }
}

function stackOf(thrown: unknown): string | null {
  const stack = propertyText(thrown, "stack");
  return stack === null || stack === "" ? null : cut(stack, LONGEST_STACK);
}

function propertyText(thrown: unknown, key: string): string | null {
  if (thrown === null || (typeof thrown !== "object" && typeof thrown !== "function")) return null;
  try {
    const value = (thrown as Record<string, unknown>)[key];
    return typeof value === "string" ? value : null;
  } catch {
    return null;
  }
}

function cut(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest)}…`;
}
