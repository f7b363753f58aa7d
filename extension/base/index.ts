export { messageOf, stackOf } from "./message-of.ts";
export { progressWhenSlow } from "./progress-when-slow.ts";
export { sayBriefly } from "./say-briefly.ts";
export { SerialQueue } from "./serial-queue.ts";
export { readSettings, uriIn } from "./settings.ts";
export { showLocation } from "./show-location.ts";
export { writeNew } from "./write-new.ts";
export { ago, counted, duration, firstLine } from "./words.ts";
