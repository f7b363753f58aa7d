import * as z from "zod";

const argumentSchema = z.union([
  z.string().min(1),
  z.object({ secret: z.object({ name: z.string() }) }).transform(({ secret }) => secret.name),
]);

/** The secret that a command is about: a name, or a row of the tree; null when its caller gave neither. */
export function secretNameOf(argument: unknown): string | null {
  const given = argumentSchema.safeParse(argument);
  return given.success ? given.data : null;
}
