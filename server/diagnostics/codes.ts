import type { SeveritySetting } from "../workspace/index.ts";

/**
 * Every code that a diagnostic may have, with what it is about. Stable: settings and suppressions name them, and
 * `docs/diagnostics.md` has a section for each.
 */
export const DIAGNOSTIC_CODES = {
  "manifest/syntax": "The text is not valid YAML.",
  "manifest/not-a-list": "The manifest is neither a list nor a mapping of entries.",
  "manifest/wrong-type": "A field has a value of the wrong type.",
  "manifest/missing-field": "An entry lacks a field that it needs.",
  "manifest/unknown-key": "An entry has a key that means nothing.",
  "manifest/duplicate-name": "Two entries have the same name.",
  "manifest/reserved-name": "A plugin has a name by which it cannot be addressed.",
  "manifest/duplicate-module": "Two entries run the same class with the same config.",
  "manifest/duplicate-key": "A mapping has the same key twice.",
  "manifest/multiple-documents": "The file holds more than one YAML document.",
  "manifest/too-large": "The manifest is too large to be checked.",
  "manifest/too-deep": "The manifest is nested too deeply to be checked.",
  "manifest/alias-bomb": "The manifest's aliases multiply beyond measure.",
  "manifest/unreadable": "The manifest's file could not be read.",
  "manifest/missing": "The manifest does not exist.",
  "manifest/disabled": "The entry is disabled.",
  "module/malformed": "A module reference is not of the form path:ClassName.",
  "module/not-found": "The file of a module reference does not exist.",
  "module/class-not-found": "The file has no class of that name.",
  "module/not-a-plugin": "The class is not a plugin.",
  "module/unreadable": "The file of a module reference could not be read.",
  "hook/not-handled": "The entry lists a hook that the class does not handle.",
  "hook/not-listed": "A class handles a hook that its list of hooks leaves out.",
  "hook/unknown": "Nothing fires a hook of that name.",
  "hook/payload-invalid": "A payload breaks what is promised about its hook.",
  "hook/order-cycle": "Plugins want to be called before each other.",
  "hook/spec-conflict": "Two plugins promise different things about one hook.",
  "secret/missing": "A secret that the plugin requires is set nowhere.",
  "secret/not-required": "An entry supplies a secret that its class never asks for.",
  "secret/plaintext": "A secret's value stands in the manifest.",
  "config/invalid": "The entry's config does not fit the schema of its class.",
  "plugin/syntax": "The plugin's source is not valid.",
  "plugin/import-not-found": "The plugin's source imports something that is not there.",
  "plugin/threw-on-import": "The plugin's module threw when it was loaded.",
  "plugin/threw-on-construct": "The plugin's constructor threw.",
  "plugin/threw-on-enable": "The plugin threw when it was enabled.",
  "plugin/threw-on-disable": "The plugin threw when it was disabled.",
  "plugin/threw-on-reload": "The plugin's new code threw when it took over.",
  "plugin/threw-on-export-state": "The plugin's old code threw when it handed over its state.",
  "plugin/threw-on-register": "The module threw when it registered its factories.",
  "plugin/threw-on-unload": "The plugin threw when it was unloaded.",
  "plugin/handler-threw": "A hook's handler threw.",
  "plugin/timed-out": "The plugin did not answer in time.",
  "plugin/cancelled": "A call of the plugin was cancelled.",
  "plugin/outcome-lost": "What came of a call is not known: the plugins' thread ended meanwhile.",
  "plugin/hung": "The plugin held its thread for too long and was stopped.",
  "plugin/exited": "The plugin ended its process.",
  "plugin/crashed": "The plugin crashed its process.",
  "plugin/flooded": "The plugin produced more output than can be taken, and was stopped.",
  "plugin/failed": "The plugin failed for a reason that is not known more closely.",
  "plugin/name-taken": "Another plugin has the name already.",
  "version/malformed-range": "The versions that an entry accepts are not a range.",
  "version/not-satisfied": "The plugin's version is not one that its entry accepts.",
  "plugin/entry-point-failed": "An installed package's entry point could not be loaded.",
  "plugin/no-runtime": "Plugins of this language are not run yet.",
  "suppression/unused": "A suppression comment suppresses nothing.",
} as const satisfies Readonly<Record<string, string>>;
export type DiagnosticCode = keyof typeof DIAGNOSTIC_CODES;

/** The page that explains every code. `dist/` and `docs/` are packaged side by side. */
const DOCUMENTATION_PAGE = "../docs/diagnostics.md";

/** Where a code is explained; null for a code that a newer registry sent. */
export function documentationOf(code: string, bundleFolder: URL): string | null {
  if (!Object.hasOwn(DIAGNOSTIC_CODES, code)) return null;
  return `${pageBeside(bundleFolder)}#${code.replaceAll("/", "")}`;
}

/** Every diagnostic names the page, and there may be thousands. */
const pages = new WeakMap<URL, string>();

function pageBeside(bundleFolder: URL): string {
  const known = pages.get(bundleFolder);
  if (known !== undefined) return known;
  const { href } = new URL(DOCUMENTATION_PAGE, bundleFolder);
  pages.set(bundleFolder, href);
  return href;
}

/** The severity that the user set for a code, or for a whole area (`hook`, `hook/*`). */
export function severitySetting(
  code: string,
  settings: Readonly<Record<string, SeveritySetting | undefined>>,
): SeveritySetting | null {
  const area = code.slice(0, code.indexOf("/"));
  return settings[code] ?? settings[`${area}/*`] ?? settings[area] ?? null;
}
