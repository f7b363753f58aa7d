import type { LogLine } from "../../../schemas/index.ts";
import type { PluginFileChange } from "../directory/index.ts";

/** What the log says of a file of a plugin directory. */
export function describeChange(change: PluginFileChange): Pick<LogLine, "level" | "message"> {
  const { file } = change;
  switch (change.kind) {
    case "loaded": {
      const specs = change.specs.map(({ kind, name, version }) => `${kind} ${name} ${version}`);
      return { level: "info", message: `${file} registered ${specs.join(", ") || "nothing"}` };
    }
    case "failed": {
      const { message, stack } = change.problem;
      const kept = change.specs.length > 0 ? " What it registered before goes on." : "";
      return { level: "error", message: `${file}: ${message}.${kept}${stack ? `\n${stack}` : ""}` };
    }
    case "removed":
      return { level: "info", message: `${file} is gone, and what it had registered` };
  }
}
