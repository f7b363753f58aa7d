import type { PlainCommand } from "./command.ts";

/** Shows the dashboard, in its one panel. */
export const openDashboard: PlainCommand = {
  id: "patchbay.openDashboard",
  needs: "nothing",
  run: ({ dashboard }) => dashboard.open(),
};
