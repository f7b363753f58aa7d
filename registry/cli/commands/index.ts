import type { CliCommand } from "./command.ts";
import { completion } from "./completion.ts";
import { discover } from "./discover.ts";
import { doctor } from "./doctor.ts";
import { fire } from "./fire.ts";
import { history } from "./history.ts";
import { install } from "./install.ts";
import { list } from "./list.ts";
import { logs } from "./logs.ts";
import { newPlugin } from "./new-plugin.ts";
import { reload } from "./reload.ts";
import { secrets } from "./secrets.ts";
import { serve } from "./serve.ts";
import { show } from "./show.ts";
import { toggle } from "./toggle.ts";
import { uninstall } from "./uninstall.ts";
import { update } from "./update.ts";

export { examples } from "./command.ts";
export type { CliCommand, CommandHost, Work } from "./command.ts";

/** In the order in which the help lists them. */
export const COMMANDS: readonly CliCommand[] = [
  list,
  show,
  toggle,
  reload,
  update,
  discover,
  install,
  uninstall,
  fire,
  history,
  logs,
  secrets,
  serve,
  newPlugin,
  doctor,
  completion,
];
