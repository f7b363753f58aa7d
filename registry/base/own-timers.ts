const { setTimeout, setImmediate, clearTimeout } = globalThis;

/**
 * The runtime's timers as they were before plugins got timers of their own (which end with the plugin that set them). What
 * Patchbay waits for must not end with the plugin in whose code the wait happened to begin: whoever keeps time in the plugins'
 * thread takes these.
 */
export const ownTimers = { setTimeout, setImmediate, clearTimeout };

/** The longest wait that a timer takes, in ms. One that is asked for more is over at once. */
export const LONGEST_WAIT_MS = 2 ** 31 - 1;
