import { whyNotCalled } from "../../registry/manifest/index.ts";
import { spanOfName } from "../workspace/index.ts";
import type { EntryCheck } from "./subject.ts";

/** Can the plugin be addressed by its name? */
export const checkNames: EntryCheck = {
  name: "names",
  find({ item }) {
    const message = item.entry && whyNotCalled(item.name);
    if (!message) return [];
    const span = spanOfName(item);
    const data = { plugin: item.name };
    return [{ code: "manifest/reserved-name", severity: "warning", message, span, data }];
  },
};
