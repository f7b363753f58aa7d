import { expect, test } from "vitest";
import {
  attachConfiguration,
  DEBUG_PLUGINS,
} from "../../../extension/debugging/attach-configuration.ts";

const URL = "ws://127.0.0.1:9/session";

test("what is debugged is where the thread listens, whatever a launch.json says", () => {
  const user = {
    ...DEBUG_PLUGINS,
    name: "mine",
    websocketAddress: "ws://elsewhere",
    restart: true,
  };

  expect(attachConfiguration(user, URL, "/extension/dist")).toMatchObject({
    name: "mine",
    type: "node",
    request: "attach",
    websocketAddress: URL,
    restart: false,
  });
});

test("our own code is stepped over, unless a launch.json says what is", () => {
  const own = attachConfiguration(DEBUG_PLUGINS, URL, "/extension/dist");
  const user = attachConfiguration({ ...DEBUG_PLUGINS, skipFiles: ["**/lib/**"] }, URL, "/x");

  expect(own["skipFiles"]).toContain("/extension/dist/**");
  expect(user["skipFiles"]).toEqual(["**/lib/**"]);
});

test("a configuration that the editor made up of nothing has a name", () => {
  const nothing = { type: "", request: "", name: "" };

  expect(attachConfiguration(nothing, URL, "/x").name).toBe(DEBUG_PLUGINS.name);
});
