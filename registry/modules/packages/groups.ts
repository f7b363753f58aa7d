/**
 * The groups of entry points. `agent_pm.plugins` announces plugin classes; `nexus_core.plugins` announces functions that
 * register factories.
 */
export const ENTRY_POINT_GROUPS = ["agent_pm.plugins", "nexus_core.plugins"] as const;
export type EntryPointGroup = (typeof ENTRY_POINT_GROUPS)[number];

export function isKnownGroup(group: string): group is EntryPointGroup {
  return ENTRY_POINT_GROUPS.some((known) => known === group);
}
