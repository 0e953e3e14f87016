/**
 * For course pages: `<convolens-figure>` turns a picture with a link into the frame of the same state, and every
 * frame of this service on the page gets the height that it tells. Nothing is drawn here, and nothing is imported.
 */

/** Where the service is: this script stands at its root. */
const SITE = new URL(".", import.meta.url);
const FRAMES = new URL("embed", SITE).href;

/** A frame that says it is higher, in pixels, is not believed. */
const HIGHEST = 20_000;

/**
 * Whether a frame shows a page of the service.
 * @param {HTMLIFrameElement} frame
 */
function isOurs(frame) {
  return frame.src === FRAMES || frame.src.startsWith(`${FRAMES}?`);
}

/** @returns {HTMLIFrameElement[]} */
function ourFrames() {
  return [...document.querySelectorAll("iframe")].filter(isOurs);
}

/**
 * The address of the frame of what a link opens; none for a link that leads elsewhere.
 * @param {HTMLAnchorElement} link
 */
function frameOf(link) {
  const { origin, pathname, search } = new URL(link.href);
  return origin === SITE.origin && [SITE.pathname, new URL(FRAMES).pathname].includes(pathname) ? FRAMES + search : null;
}

/** Laid out but not seen: the picture stays until the frame has spoken, for good where the service is down. */
const WAITING = { position: "absolute", width: "100%", border: "0", visibility: "hidden" };
const SHOWN = { position: "static", visibility: "visible" };

class ConvolensFigure extends HTMLElement {
  connectedCallback() {
    const link = this.querySelector("a");
    const address = link && frameOf(link);
    if (!address || this.querySelector("iframe")) return;
    const frame = document.createElement("iframe");
    frame.title = this.title || this.querySelector("img")?.alt || "A convolutional layer, step by step";
    frame.height = this.getAttribute("height") ?? "";
    frame.src = address;
    Object.assign(frame.style, WAITING);
    Object.assign(this.style, { display: "block", position: "relative" });
    this.append(frame);
    frame.addEventListener("load", () => greet(frame));
  }

  /**
   * The frame is there: it takes the place of the picture.
   * @param {HTMLIFrameElement} frame
   */
  show(frame) {
    for (const child of [...this.childNodes]) if (child !== frame) child.remove();
    Object.assign(frame.style, SHOWN);
  }
}

/**
 * Ask a frame for its height, in case it told it before anybody listened.
 * @param {HTMLIFrameElement} frame
 */
function greet(frame) {
  frame.contentWindow?.postMessage({ type: "convolens:hello" }, "*");
}

window.addEventListener("message", ({ data, source }) => {
  if (data?.type !== "convolens:resize" || !(data.height > 0 && data.height < HIGHEST)) return;
  const frame = ourFrames().find((one) => one.contentWindow === source);
  if (!frame) return;
  frame.height = String(data.height);
  if (frame.parentElement instanceof ConvolensFigure) frame.parentElement.show(frame);
});

if (!customElements.get("convolens-figure")) customElements.define("convolens-figure", ConvolensFigure);
ourFrames().forEach(greet);
