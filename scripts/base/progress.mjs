const isLive = process.stdout.isTTY && !process.env["CI"];

/**
 * Does one step of a script, telling what it is and, when it has ended, how long it took. On a terminal the seconds
 * count up meanwhile.
 *
 * @template Result
 * @param {string} title What is being done: `Installing dependencies`.
 * @param {() => Promise<Result>} work
 * @param {{ usually?: string }} [options] `usually`: how long it takes as a rule, told before it starts.
 * @returns {Promise<Result>}
 */
export async function step(title, work, { usually } = {}) {
  const started = performance.now();
  const seconds = () => ((performance.now() - started) / 1000).toFixed(1);
  const announced = usually ? `${title} (about ${usually})` : title;
  const tick = isLive ? setInterval(() => rewrite(`  ${announced} … ${seconds()} s`), 100) : null;
  if (!isLive && usually) console.log(`  ${announced} …`);
  try {
    const result = await work();
    finish(`  ✔ ${title} (${seconds()} s)`);
    return result;
  } catch (error) {
    finish(`  ✘ ${title} (${seconds()} s)`);
    throw error;
  } finally {
    if (tick) clearInterval(tick);
  }
}

/** @param {string} line */
function finish(line) {
  if (isLive) rewrite(`${line}\n`);
  else console.log(line);
}

/** @param {string} text */
function rewrite(text) {
  process.stdout.write(`\r\u001b[2K${text}`);
}
