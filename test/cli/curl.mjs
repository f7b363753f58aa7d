// The part of `curl` that the pages' transcripts use, for machines that have none: `-s -N -H HEADER -X METHOD -d BODY --retry TIMES --max-time S URL`.
import http from "node:http";
import { parseArgs } from "node:util";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    silent: { type: "boolean", short: "s" },
    "no-buffer": { type: "boolean", short: "N" },
    header: { type: "string", short: "H", multiple: true },
    request: { type: "string", short: "X" },
    data: { type: "string", short: "d" },
    retry: { type: "string", default: "0" },
    "max-time": { type: "string" },
  },
});
const headers = Object.fromEntries(
  (values.header ?? []).map((header) => {
    const at = header.indexOf(":");
    return [header.slice(0, at), header.slice(at + 1).trim()];
  }),
);
const method = values.request ?? (values.data === undefined ? "GET" : "POST");
const [url = ""] = positionals;
// `| head` has enough at some time.
process.stdout.on("error", () => process.exit());
ask(Number(values.retry));

/** As `curl` does, whoever is told to come back later does, when it may. */
function ask(retries) {
  const request = http.request(url, { method, headers, agent: false }, (response) => {
    // From the answer on: on a machine that is busy the first second is over before there is one.
    const longestS = values["max-time"];
    if (longestS !== undefined) setTimeout(() => process.exit(28), Number(longestS) * 1_000);
    const waitS = Number(response.headers["retry-after"] ?? 1);
    if (response.statusCode !== 429 || retries === 0) return response.pipe(process.stdout);
    response.resume();
    return setTimeout(ask, waitS * 1_000, retries - 1);
  });
  request.end(values.data);
}
