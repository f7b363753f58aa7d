import { window } from "vscode";
import { maskedKey } from "../operator-api/index.ts";
import type { RunningCommand } from "./command.ts";
import { copyAsCurl } from "./copy-as-curl.ts";
import { copyOperatorApiKey, copyOperatorApiUrl } from "./copy-operator-api.ts";
import { showOperatorKey } from "./show-operator-key.ts";

const COPY_URL = "Copy URL";
const COPY_KEY = "Copy Key";
const SHOW_KEY = "Show Key";
const COPY_AS_CURL = "Copy as curl…";

/** Opens the operator API over this window's registry, and says where it is and what opens it. */
export const startOperatorApi: RunningCommand = {
  id: "patchbay.startOperatorApi",
  needs: "registry",
  async run(context) {
    const state = await context.operatorApi.open();
    if (state.kind === "failed") {
      void window.showErrorMessage(`Patchbay: the operator API is not open. ${state.message}`);
      return;
    }
    if (state.kind !== "open") return; // The registry ended meanwhile; it opens with the next one.
    const api = state;
    const choices = [COPY_AS_CURL, COPY_URL, COPY_KEY, SHOW_KEY] as const;
    // The command is over, whether or not anybody answers. Notifications are kept: the key is not in one.
    void window
      .showInformationMessage(
        `Patchbay: the operator API is open at ${api.url}. Key: ${maskedKey(api.key)}`,
        ...choices,
      )
      .then((choice) => (choice === undefined ? undefined : act(choice)));

    async function act(choice: (typeof choices)[number]) {
      switch (choice) {
        case COPY_URL:
          return copyOperatorApiUrl.run(context, undefined);
        case COPY_KEY:
          return copyOperatorApiKey.run(context, undefined);
        case SHOW_KEY:
          return showOperatorKey(api);
        case COPY_AS_CURL:
          return copyAsCurl.run(context, undefined);
      }
    }
  },
};
