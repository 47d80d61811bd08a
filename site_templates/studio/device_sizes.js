// The preview's devices, and how small they are drawn to fit beside each other.

// The size of each device's window, in CSS pixels.
export const DEVICES = { phone: [390, 780], desktop: [1280, 800] };

const GAP = 20;

/**
 * @param {("phone" | "desktop")[]} shown @param {number} width @param {number} height
 * @returns {Record<string, number>}
 */
export function scalesFor(shown, width, height) {
  const alone = (/** @type {"phone" | "desktop"} */ name, /** @type {number} */ room) =>
    Math.min(
      1,
      room / DEVICES[name][0],
      name === "phone" ? Math.max(height / 640, 0.5) : height / DEVICES[name][1],
    );
  if (shown.length === 1) return { [shown[0]]: alone(shown[0], width) };
  const phone = Math.min(0.62, alone("phone", width * 0.34));
  return { phone, desktop: alone("desktop", width - DEVICES.phone[0] * phone - GAP) };
}
