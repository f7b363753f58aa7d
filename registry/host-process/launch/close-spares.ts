import { closeSync, fstatSync, statSync } from "node:fs";
import { devNull } from "node:os";

const FIRST = 3;

/** Closes what this process was given below a descriptor only so that nothing else would be there. */
export function closeSpares(below: number): void {
  if (!(below > FIRST)) return;
  const { rdev } = statSync(devNull);
  for (let descriptor = FIRST; descriptor < below; descriptor += 1) {
    if (isDevice(descriptor, rdev)) closeSync(descriptor);
  }
}

/** What Node opened for itself is none. */
function isDevice(descriptor: number, device: number): boolean {
  try {
    const stats = fstatSync(descriptor);
    return stats.isCharacterDevice() && stats.rdev === device;
  } catch {
    return false; // There is nothing at this place.
  }
}
