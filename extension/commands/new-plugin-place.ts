import path from "node:path";

/** Where a new plugin's source goes, and how the manifest refers to it. */
export interface NewPluginPlace {
  /** Absolute. */
  readonly file: string;
  /** The path part of the module reference. */
  readonly modulePath: string;
  readonly language: "js" | "ts";
}

const SCRIPT = /\.[cm]?([jt])s$/;

/**
 * Beside most of the plugins that the project has, in their language, and named in their way; in `plugins`, in JavaScript,
 * where there are none. `sources` are absolute paths.
 */
export function placeNewPlugin(
  name: string,
  manifestFile: string,
  sources: readonly string[],
): NewPluginPlace {
  const root = path.dirname(manifestFile);
  const scripts = sources.filter(
    (file) => SCRIPT.test(file) && !/[\\/]node_modules[\\/]/.test(file),
  );
  const typed = scripts.filter((file) => SCRIPT.exec(file)?.[1] === "t");
  const language = typed.length * 2 > scripts.length ? "ts" : "js";
  const folder = mostFrequent(scripts.map((file) => path.dirname(file)));
  const names = scripts.map((file) => path.basename(file));
  const isKebab = names.some((one) => one.includes("-")) && !names.some((one) => one.includes("_"));
  const base = `${isKebab ? name.replaceAll("_", "-") : name}.${language}`;

  const file = path.join(folder ?? path.join(root, "plugins"), base);
  const relative = path.relative(root, file).split(path.sep).join("/");
  return {
    file,
    modulePath: relative.startsWith("../") ? relative : `./${relative}`,
    language,
  };
}

/** Of several that are as frequent, the first. */
function mostFrequent(texts: readonly string[]): string | null {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  const [most] = [...counts].toSorted(([, left], [, right]) => right - left);
  return most?.[0] ?? null;
}
