/** `ticket_sync` becomes `TicketSync`. */
export function classNameOf(plugin: string): string {
  const words = plugin.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
  const name = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
  return /^[A-Za-z]/.test(name) ? name : `Plugin${name}`;
}

/** Small letters, digits, `_` and `-`: also a file's name everywhere. */
export function isPluginName(name: string): boolean {
  return /^[a-z][a-z0-9_-]*$/.test(name);
}

/** A hook is a method's name too. */
export function isHookName(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name);
}
