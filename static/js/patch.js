/**
 * Makes a part of the page like its fresh version by changing only what differs: what is the same keeps its layout,
 * its focus and its place in the eye, and costs nothing to paint again.
 */

import { SCROLLING } from "./figures.js";

/**
 * @param {Element} old in the page
 * @param {Element} fresh the same part as the server has it now
 */
export function patch(old, fresh) {
  if (isSamePiece(old, fresh) || isSame(old, fresh)) return;
  if (old.localName !== fresh.localName) return old.replaceWith(document.adoptNode(fresh));
  patchAttributes(old, fresh);
  if (old instanceof HTMLTemplateElement) old.content.replaceChildren(/** @type {HTMLTemplateElement} */ (fresh).content);
  else patchChildren(old, fresh);
}

/**
 * Whether two elements are one piece of a figure, which is named after what is in it; the answer may leave that out.
 * @param {Element} old
 * @param {Element} fresh
 */
function isSamePiece(old, fresh) {
  const piece = fresh.getAttribute("data-piece");
  return piece !== null && piece === old.getAttribute("data-piece");
}

/**
 * Whether nothing in an element differs. The browser compares a whole figure faster than a script one of its attributes,
 * but for what a template holds: it is no child, and no drawing has one.
 * @param {Element} old
 * @param {Element} fresh
 */
function isSame(old, fresh) {
  return old.isEqualNode(fresh) && (old instanceof SVGElement || !hasTemplate(old));
}

/** @param {Element} element */
function hasTemplate(element) {
  return element.localName === "template" || element.querySelector("template") !== null;
}

/**
 * @param {Element} old
 * @param {Element} fresh
 */
function patchAttributes(old, fresh) {
  for (const name of fresh.getAttributeNames()) {
    const value = fresh.getAttribute(name) ?? "";
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  for (const name of old.getAttributeNames()) {
    if (!fresh.hasAttribute(name) && !isOfScripts(old, name)) old.removeAttribute(name);
  }
}

/**
 * Whether an attribute is none of the server's: what lets an element have the focus that it has, which would be lost
 * without it, what says that a drawing scrolls and where it is cut, and which numbers are out of its view.
 * @param {Element} element
 * @param {string} name
 */
function isOfScripts(element, name) {
  if (name === "tabindex") return element === document.activeElement || element.matches(SCROLLING);
  return name === "data-cut" || name === "data-away";
}

/**
 * Children are paired by their place.
 * @param {Element} old
 * @param {Element} fresh
 */
function patchChildren(old, fresh) {
  let one = old.firstChild, other = fresh.firstChild;
  while (one && other) {
    const after = one.nextSibling, next = other.nextSibling; // a node that is taken over loses its siblings
    patchNode(one, other);
    [one, other] = [after, next];
  }
  while (one) {
    const after = one.nextSibling;
    one.remove();
    one = after;
  }
  while (other) {
    const next = other.nextSibling;
    old.append(document.adoptNode(other));
    other = next;
  }
}

/**
 * @param {ChildNode} old
 * @param {ChildNode} fresh
 */
function patchNode(old, fresh) {
  if (old instanceof Element && fresh instanceof Element) patch(old, fresh);
  else if (old.nodeType !== fresh.nodeType) old.replaceWith(document.adoptNode(fresh));
  else if (old.nodeValue !== fresh.nodeValue) old.nodeValue = fresh.nodeValue;
}
