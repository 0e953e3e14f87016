/** The frame: the same player, and its height told to the page round it in the dialects that hosts understand. */

import { changed } from "./address.js";
import { Player } from "./player.js";

if (document.querySelector("[data-stage]")) new Player(document.body, { onFar: visitStep });

/**
 * Show a step that the frame does not hold.
 * @param {number} output
 */
function visitStep(output) {
  location.replace(`?${changed(location.search.slice(1), { step: String(output) })}${location.hash}`);
}

/** A smaller change of height than this, in pixels, is not told. */
const LEAST_CHANGE = 2;

const secret = new URLSearchParams(location.hash.slice(1).replace(/^\?/, "")).get("secret");
let told = 0;

/** @param {number} height */
function messages(height) {
  return [
    { type: "convolens:resize", version: 1, height },
    { subject: "lti.frameResize", height },
    { context: "h5p", action: "resize", height, scrollHeight: height },
    { context: "iframe.resize", height },
    { sentinel: "amp", type: "embed-size", height },
    ...(secret ? [{ message: "height", value: height, secret }] : []),
  ];
}

/** @param {boolean} [again] */
function tell(again = false) {
  const height = Math.ceil(document.body.getBoundingClientRect().height);
  if (!again && Math.abs(height - told) < LEAST_CHANGE) return;
  told = height;
  for (const message of messages(height)) window.parent.postMessage(message, "*");
}

/** Whether a message is a greeting of the page round the frame: H5P's, our own, or WordPress'. */
function isHello(/** @type {unknown} */ data) {
  if (typeof data !== "object" || data === null) return false;
  const { context, action, type, message } = /** @type {Record<string, unknown>} */ (data);
  return (context === "h5p" && action === "hello") || type === "convolens:hello" || message === "ready";
}

if (window.parent !== window) {
  window.parent.postMessage({ context: "h5p", action: "hello" }, "*");
  new ResizeObserver(() => tell()).observe(document.body);
  window.addEventListener("message", (event) => { if (isHello(event.data)) tell(true); });
  document.fonts.ready.then(() => tell(true));
}

// in print: a sandboxed frame has no origin of its own, but its address has
for (const address of document.querySelectorAll("[data-own-address]")) {
  address.textContent = `${location.origin}/${location.search}`;
}
