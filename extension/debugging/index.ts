export { PluginDebugging } from "./plugin-debugging.ts";
