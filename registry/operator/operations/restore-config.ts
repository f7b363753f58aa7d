import { restoreMasked } from "../../secrets/index.ts";
import { done, problem, type Outcome } from "../problems.ts";

/** The config that is meant by one in which `***` stands for what is stored; a problem where nothing is. */
export function restoreConfig(
  stored: unknown,
  posted: unknown,
): Outcome<Readonly<Record<string, unknown>>> {
  const restored = restoreMasked(stored ?? {}, posted);
  // A mapping stays one.
  if (restored.kind === "restored") return done(restored.config as Record<string, unknown>);
  const errors = restored.paths.map((path) => {
    const shown = ["config", ...path].join(".");
    const message = `\`${shown}\` is \`***\`, which stands for what is stored, but nothing is stored there: write the value itself, or leave it out.`;
    return { path: shown, message, code: "config/invalid" };
  });
  return problem("config/invalid", errors.map(({ message }) => message).join(" "), { errors });
}
