import path from "node:path";
import { projectFolder } from "./folders.mjs";

/** The Node that the project brings along, whatever the machine has. Absent until the dependencies are installed. */
export const projectNode = path.join(
  projectFolder,
  "node_modules/node/bin",
  process.platform === "win32" ? "node.exe" : "node",
);
