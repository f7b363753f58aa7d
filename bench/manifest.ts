import { parseDocument } from "yaml";
import { parseManifest } from "../registry/manifest/index.ts";
import { measureInterleaved, type Variant } from "./base/interleaved.ts";

const SIZES = [10, 100, 1_000, 5_000] as const;

/** Twelve lines for each entry, as people write them. */
function manifestOf(entries: number): string {
  return Array.from(
    { length: entries },
    (_, index) => `- name: plugin_${String(index)}
  module: acme.plugins.p${String(index)}:Plugin${String(index)}
  enabled: ${index % 3 === 0 ? "false" : "true"}
  description: Does thing number ${String(index)} # for people
  hooks: [pre_plan, post_plan]
  config:
    project_key: OPS${String(index)}
    retries: ${String(index % 7)}
    watchers:
      - dana
      - lee
    nested: { deep: true, timeout: 1.5 }
`,
  ).join("");
}

/** From an edit of one character in the middle to all problems, over and over. */
function editing(text: string): () => unknown {
  const start = text.indexOf("retries: ", text.length >> 1) + "retries: ".length;
  let document = parseManifest(text);
  let digit = 0;
  return () => {
    digit = (digit + 1) % 10;
    const newText = String(digit);
    document = document.update([{ span: { start, end: start + 1 }, newText }]);
    return document.problems;
  };
}

function variantsFor(text: string): readonly Variant[] {
  return [
    { name: "edit to problems", run: editing(text) },
    { name: "full parse to problems", run: () => parseManifest(text).problems },
    { name: "yaml.parseDocument", run: () => parseDocument(text) },
  ];
}

/** Prints how long reading a manifest takes, and reading it again after an edit, beside the parser that it stands on. */
export async function run(): Promise<void> {
  console.log(
    "Manifest (ms; ratios are to yaml.parseDocument, which every edit would cost otherwise)",
  );
  console.log("  entries       edit    full parse   yaml.parseDocument   edit ratio   parse ratio");
  for (const entries of SIZES) {
    const results = await measureInterleaved(variantsFor(manifestOf(entries)));
    const [edit = 0, full = 0, yaml = 0] = results.map(({ medianNs }) => medianNs / 1e6);
    const columns = [
      String(entries).padStart(9),
      edit.toFixed(3).padStart(11),
      full.toFixed(1).padStart(14),
      yaml.toFixed(1).padStart(21),
      `1/${(yaml / edit).toFixed(0)}`.padStart(13),
      (full / yaml).toFixed(2).padStart(14),
    ];
    console.log(columns.join(""));
  }
}
