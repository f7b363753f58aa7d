/** Thrown instead of ending the thread: unwinds the plugin that wanted to end it. */
export class PluginExit extends Error {
  override readonly name = "PluginExit";
}
