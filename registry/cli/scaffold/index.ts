/** Plugins to start from. */
export { isHookName, isPluginName } from "./names.ts";
export { LANGUAGES, scaffoldPlugin, writeScaffold, type ScaffoldLanguage } from "./write-plugin.ts";
