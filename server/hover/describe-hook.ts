import * as z from "zod";
import { KNOWN_HOOKS, type KnownHook } from "../../schemas/index.ts";
import { code, paragraphs } from "./describe-class.ts";

/** Those that were described: it is always the same that is said. */
const described = new Map<string, string>();

/** When a hook is fired and with what; null for a hook that the platform does not know. */
export function describeHook(hook: string): string | null {
  const known = Object.hasOwn(KNOWN_HOOKS, hook) ? KNOWN_HOOKS[hook] : undefined;
  if (!known) return null;
  const before = described.get(hook);
  if (before !== undefined) return before;
  const description = describe(known);
  described.set(hook, description);
  return description;
}

function describe(known: KnownHook): string {
  const sample = JSON.stringify(known.sample, null, 2);
  return paragraphs(
    known.when,
    `Arguments: ${argumentsOf(known.payload).join(", ")}`,
    `For example:\n\`\`\`json\n${sample}\n\`\`\``,
  );
}

function argumentsOf(payload: z.ZodType): string[] {
  const { properties = {} } = z.toJSONSchema(payload, { unrepresentable: "any", io: "input" });
  return Object.entries(properties).map(([name, schema]) => {
    const type = typeof schema === "object" ? schema.type : undefined;
    return code(typeof type === "string" ? `${name}: ${type}` : name);
  });
}
