// Stands in for the native module with which VS Code writes its logs, output channels among them: it would have to be
// compiled. The same calls, one synchronous write for each message, and one older file where the native module has several.
const { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } = require("node:fs");
const path = require("node:path");

const LEVELS = ["trace", "debug", "info", "warning", "error", "critical"];
const LEVEL_INFO = 2;

let levelOfAll = LEVEL_INFO;

class Logger {
  #file;
  #largestBytes;
  #descriptor;
  #sizeBytes;
  #level = levelOfAll;
  #format = formatLine;

  constructor(_type, _name, file, largestBytes) {
    this.#file = file;
    this.#largestBytes = largestBytes;
    this.#open();
  }

  trace(message) {
    this.#write(0, message);
  }

  debug(message) {
    this.#write(1, message);
  }

  info(message) {
    this.#write(2, message);
  }

  warn(message) {
    this.#write(3, message);
  }

  error(message) {
    this.#write(4, message);
  }

  critical(message) {
    this.#write(5, message);
  }

  getLevel() {
    return this.#level;
  }

  setLevel(level) {
    this.#level = level;
  }

  // VS Code knows one pattern, which is the one that is always used.
  setPattern() {
    this.#format = formatLine;
  }

  clearFormatters() {
    this.#format = (_level, message) => message;
  }

  // Nothing waits to be written.
  flush() {}

  drop() {
    if (this.#descriptor === null) return;
    closeSync(this.#descriptor);
    this.#descriptor = null;
  }

  #open() {
    this.#descriptor = openSync(this.#file, "a");
    this.#sizeBytes = fstatSync(this.#descriptor).size;
  }

  #write(level, message) {
    if (level < this.#level || this.#descriptor === null) return;
    if (this.#sizeBytes > this.#largestBytes) this.#rotate();
    this.#sizeBytes += writeSync(this.#descriptor, this.#format(level, message));
  }

  #rotate() {
    this.drop();
    const { dir, name, ext } = path.parse(this.#file);
    renameSync(this.#file, path.join(dir, `${name}.1${ext}`));
    this.#open();
  }
}

/** `2026-11-21 23:48:02.123 [info] message`, in local time: what the output view takes apart again to colour it. */
function formatLine(level, message) {
  const now = new Date();
  const day = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  const time = `${two(now.getHours())}:${two(now.getMinutes())}:${two(now.getSeconds())}`;
  const fraction = String(now.getMilliseconds()).padStart(3, "0");
  return `${day} ${time}.${fraction} [${LEVELS[level]}] ${message}\n`;
}

function two(value) {
  return String(value).padStart(2, "0");
}

async function create(type, name, file, largestBytes) {
  mkdirSync(path.dirname(file), { recursive: true });
  return new Logger(type, name, file, largestBytes);
}

// One by one: what imports this as an ES module sees no other form.
exports.version = 0;
exports.Logger = Logger;
exports.setLevel = (level) => {
  levelOfAll = level;
};
exports.setFlushOn = () => {};
exports.createRotatingLogger = (...options) => create("rotating", ...options);
exports.createAsyncRotatingLogger = (...options) => create("rotating_async", ...options);
