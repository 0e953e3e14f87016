/**
 * The entries of the history. The state is the address: a change makes an entry, a step or a weight that is lit only
 * rewrites the newest. Undo and redo are Back and Forward that never leave the page.
 */

import { changed } from "./address.js";
import { form } from "./page.js";

/** How long a step rests before it is written into the address, in milliseconds; browsers refuse a flood of writes. */
const RESTING = 150;

/**
 * How soon what is typed is written, in milliseconds: once it is painted, since browsers take a moment to write; and how
 * long it waits for the next time, since some refuse a hundred writes in half a minute.
 */
const SOON = 40, BETWEEN = 350;

/** The entry that is shown. */
export const entry = {
  /** The query of the state that is shown or asked for. */
  query: location.search.slice(1),
  /** The question of the guide that was reached last. */
  question: document.querySelector(".guide")?.getAttribute("data-question") || (history.state?.question ?? ""),
  /** How many entries before this one are ours. */
  depth: Number(history.state?.depth ?? 0),
  /** The field whose typing made the entry: typing on in it makes no further one. */
  edited: "",
};

let newest = entry.depth;
/** @type {Record<string, string>} */
let pending = {};
let resting = 0;
/** @type {{ query: string, isNew: boolean } | null} what was typed and is not written yet */
let unwritten = null;
let writing = 0, wrote = -BETWEEN;

window.addEventListener("pagehide", flush);

/**
 * The query of a page as the server writes it; a state that does not fit has none.
 * @param {ParentNode} page
 */
export function canonical(page) {
  return queryOf(page.querySelector("[data-address]")?.getAttribute("data-address"));
}

/**
 * The query of an address.
 * @param {string | null} [written]
 */
export function queryOf(written) {
  return written?.replace(/^[^?]*\?/, "") ?? null;
}

/** @param {string} query */
export function address(query) {
  return query ? `/?${query}` : "/";
}

/** The query of the entry with what is not written yet. */
export function latest() {
  return changed(entry.query || (canonical(document) ?? ""), pending);
}

/**
 * Write a step or a weight into the address, once it rests, without a new entry.
 * @param {Record<string, string>} changes
 */
export function rewrite(changes) {
  pending = { ...pending, ...changes };
  clearTimeout(resting);
  resting = window.setTimeout(flush, RESTING);
}

/** Write what waits into the address now. */
export function flush() {
  clearTimeout(resting);
  writeTyped();
  if (Object.keys(pending).length) replaceAddress(latest());
  pending = {};
}

/** Write a step or a weight that waits now: the state that it belongs to is about to be left. */
export function settle() {
  if (Object.keys(pending).length) flush();
}

/** @param {string} query */
export function replaceAddress(query) {
  writeTyped();
  entry.query = query;
  history.replaceState({ question: entry.question, depth: entry.depth }, "", address(query));
}

/** @param {string} query */
export function pushAddress(query) {
  writeTyped();
  entry.query = query;
  entry.depth += 1;
  newest = entry.depth;
  history.pushState({ question: entry.question, depth: entry.depth }, "", address(query));
  showUndoing();
}

/**
 * One entry for all that is typed into a field, so that Back leads to what stood there before.
 * @param {string} name
 * @param {string} query
 */
export function keepTyped(name, query) {
  const isNew = name !== entry.edited;
  if (isNew) writeTyped();
  unwritten = { query, isNew: isNew || (unwritten?.isNew ?? false) };
  Object.assign(entry, { query, edited: name });
  clearTimeout(writing);
  writing = window.setTimeout(writeTyped, unwritten.isNew ? SOON : Math.max(SOON, wrote + BETWEEN - performance.now()));
}

function writeTyped() {
  clearTimeout(writing);
  if (!unwritten) return;
  const { query, isNew } = unwritten;
  unwritten = null;
  wrote = performance.now();
  if (isNew) pushAddress(query);
  else replaceAddress(query);
}

/** What is typed from here on is an edit of its own, to be undone by itself. */
export function beginEdit() {
  entry.edited = "";
}

/** Another entry was gone to: says whether it is another state. What is not yet written belongs to the one that was left. */
export function arrive() {
  if (location.search.slice(1) === entry.query) return false; // only the fragment is another
  for (const timer of [resting, writing]) clearTimeout(timer);
  pending = {};
  unwritten = null;
  Object.assign(entry, {
    query: location.search.slice(1),
    question: history.state?.question ?? "",
    depth: Number(history.state?.depth ?? 0),
    edited: "",
  });
  showUndoing();
  return true;
}

export function showUndoing() {
  form.querySelector("[data-undo]")?.toggleAttribute("disabled", entry.depth === 0);
  form.querySelector("[data-redo]")?.toggleAttribute("disabled", entry.depth >= newest);
}

export function undo() {
  flush();
  if (entry.depth > 0) history.back();
}

export function redo() {
  flush();
  if (entry.depth < newest) history.forward();
}
