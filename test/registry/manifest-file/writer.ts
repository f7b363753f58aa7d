// A process of its own that changes a manifest until it is killed or done: `node writer.ts FILE PLUGIN TIMES`.
// Prints the number of each change that stands in the file.
import { ManifestFile } from "../../../registry/manifest-file/index.ts";

const [file = "", plugin = "", times = "1"] = process.argv.slice(2);
const manifest = new ManifestFile(file);
process.stdout.write("ready\n");
for (let count = 1; count <= Number(times); count++) {
  const write = await manifest.apply({ kind: "set-config", plugin, config: { count } });
  // A process before this one may have got as far.
  if (write.kind !== "written" && write.kind !== "unchanged")
    throw new Error(`${write.kind}: ${JSON.stringify(write)}`);
  process.stdout.write(`${count}\n`);
}
