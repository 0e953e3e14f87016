/**
 * Pieces of figures are named after what is in them. A page says which it has, and the answer leaves these out: most
 * edits change numbers, and none of the lines and cells that make a large figure large.
 */

/** The names of the pieces that are on the page. */
export function piecesHeld() {
  const held = [...document.querySelectorAll("[data-piece]")].map((piece) => piece.getAttribute("data-piece"));
  return [...new Set(held)].join(",");
}

/**
 * Whether each piece that was left out of an answer is on the page where it belongs: it is not after a change of what
 * stands before it, and while it is being edited by hand.
 * @param {Document} page
 */
export function hasPieces(page) {
  return [...page.querySelectorAll("[data-piece]:empty")].every((piece) => {
    return counterpart(piece)?.getAttribute("data-piece") === piece.getAttribute("data-piece");
  });
}

/**
 * The element of the page that an element of an answer will be patched into: parts by name, all else by its place.
 * @param {Element} fresh
 * @returns {Element | null}
 */
function counterpart(fresh) {
  const part = fresh.getAttribute("data-part"), parent = fresh.parentElement;
  if (part !== null) return document.querySelector(`[data-part="${part}"]`);
  const place = parent ? [...parent.childNodes].indexOf(fresh) : -1;
  const old = parent && counterpart(parent)?.childNodes[place];
  return old instanceof Element && old.localName === fresh.localName ? old : null;
}

/**
 * What is written into a figure by hand is no longer what its piece is named after.
 * @param {Element} element
 */
export function changePiece(element) {
  element.closest("[data-piece]")?.removeAttribute("data-piece");
}
