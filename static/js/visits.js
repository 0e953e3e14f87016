/**
 * Showing another state: the server is asked for the parts of its page. An edit asks for the figures that are seen, then
 * for what else is seen, and for the rest once it rests. The latest change wins.
 */

import { changed, formQuery } from "./address.js";
import { address, canonical, entry, keepTyped, latest, pushAddress, queryOf, replaceAddress, settle } from "./entries.js";
import { isAnswered, questionOf, showQuestion } from "./guide.js";
import { NO_CONNECTION, form, main, say, stage } from "./page.js";
import { partsByTurn } from "./parts.js";
import { hasPieces, piecesHeld } from "./pieces.js";
import { show, showRest, showSaid } from "./showing.js";
import { fits, outlineHeld } from "./texts.js";

/** How long typing waits for the answer to what was typed before, in milliseconds; then it is given up. */
const PATIENCE = 150;

/** How long a state is shown before the parts of it that are not seen are asked for, in milliseconds. */
const SETTLED = 100;

/** Requests that follow each other sooner, in milliseconds, are of a number that is dragged or a key that is held down. */
const QUICK = 150;

/** How long after a failure it is tried again, in milliseconds; each time twice as long, up to the longest. */
const AGAIN = 2000, LONGEST = 30_000;

const NO_ANSWER = "The service cannot answer this now. What you typed is kept.";

/**
 * A page, or what is said in one of this outline; and whether another try may bring another answer.
 * @typedef {{ page: Document | null, said?: import("./texts.js").Said, outline: string, passing: boolean }} Answer
 */

/**
 * How the address follows, whether the fields do, what happens before and after the new state is shown, and whether
 * the answer is to leave no piece out.
 * @typedef {{ keep?: (query: string) => void, fields?: boolean, before?: () => Promise<void>, after?: () => void,
 *   whole?: boolean }} How
 */

let request = new AbortController(), rest = new AbortController();
let asking = false, hurried = false;
let typing = 0, settling = 0, retrying = 0, pause = AGAIN;
let sent = -QUICK;
/** @type {(() => void) | null} what was typed while an answer was under way */
let waiting = null;
/** @type {(() => void) | null} what could not be asked for */
let missed = null;

window.addEventListener("online", () => missed?.());

/**
 * Show the state of a query; an older request that is still under way is given up.
 * @param {string} query
 * @param {How} [how]
 * @returns {Promise<void>}
 */
export async function visit(query, how = {}) {
  begin();
  const { signal } = request;
  const [drawn, ...later] = how.fields === false && main.querySelector("[data-stage]") ? partsByTurn() : [];
  const answer = await ask(drawn ? partsAddress(drawn, query) : address(query), signal, drawn && !how.whole ? drawn : null);
  if ((answer.page || answer.said) && !signal.aborted) await how.before?.();
  if (signal.aborted) return;
  asking = false;
  if (!answer.said && !isOurs(answer.page)) return fail(answer.page, answer.passing ? () => visit(query, how) : null);
  succeed();
  if (!belongs(answer)) return waiting ? waiting() : visit(query, { ...how, before: undefined, whole: true });
  if (waiting) waiting(); // the server draws while the page is laid out
  else if (hurried) takeTurns(query, later); // words would keep the next figures waiting
  else painted().then(() => { if (!signal.aborted) visitRest(query, later); });
  showState(answer, query, how);
}

/** Give up what is under way. */
function begin() {
  for (const timer of [typing, settling, retrying]) clearTimeout(timer);
  waiting = missed = null;
  settle();
  request.abort();
  rest.abort();
  [request, rest] = [new AbortController(), new AbortController()];
  asking = true;
  hurried = performance.now() - sent < QUICK;
  sent = performance.now();
  main.setAttribute("aria-busy", "true");
}

/**
 * Whether what an answer leaves out is on the page.
 * @param {Answer} answer
 */
function belongs({ page, said, outline }) {
  return said ? fits(said, outline) : page !== null && hasPieces(page);
}

/**
 * @param {Answer} answer
 * @param {string} query
 * @param {How} how
 */
function showState({ page, said, outline }, query, { keep = pushAddress, fields = true, after }) {
  const written = (page ? canonical(page) : queryOf(said?.["data-address"][0])) ?? query;
  const answered = isAnswered() && !(page && leads(page));
  entry.question = (page && questionOf(page)) || entry.question;
  if (written !== entry.query) keep(written);
  if (page) show(page, fields, outline);
  else if (said) showSaid(said);
  showQuestion(entry.question, answered);
  after?.();
}

/**
 * Whether a page leads to another question than the one that is shown.
 * @param {Document} page
 */
function leads(page) {
  return !["", entry.question].includes(questionOf(page));
}

/**
 * The parts of a state that come after the figures that are seen, turn by turn; those of the last are not seen.
 * @param {string} query
 * @param {string[][]} turns the names of the parts in each
 * @param {boolean} [whole] whether the answer is to leave no piece out
 */
async function visitRest(query, turns, whole = false) {
  const [names = [], ...later] = turns;
  if (!names.length) return takeTurns(query, later);
  const { signal } = rest;
  const { page, passing } = await ask(partsAddress(names, query), signal, whole ? null : names);
  if (signal.aborted) return;
  if (!isOurs(page)) return fail(page, passing ? () => visitRest(query, turns) : null);
  if (!hasPieces(page)) return visitRest(query, turns, true);
  const answered = isAnswered() && !leads(page);
  succeed();
  entry.question = questionOf(page) || entry.question;
  showRest(page);
  showQuestion(entry.question, answered);
  takeTurns(query, later);
}

/**
 * Ask for what comes next once the page rests, if there is anything.
 * @param {string} query
 * @param {string[][]} turns
 */
function takeTurns(query, turns) {
  if (turns.length) settling = window.setTimeout(() => visitRest(query, turns), SETTLED);
  else main.removeAttribute("aria-busy");
}

/** Until what is shown now has been painted, and another frame begins. */
function painted() {
  return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}

/**
 * @param {string[]} names
 * @param {string} query
 */
function partsAddress(names, query) {
  return `/parts/${names.join(",")}?${query}`;
}

/**
 * The page at an address, or only what it says; neither when the request was given up or there is no connection.
 * @param {string} url
 * @param {AbortSignal} signal
 * @param {string[] | null} parts those that are asked for, where the answer may leave out what is on the page
 * @returns {Promise<Answer>}
 */
async function ask(url, signal, parts) {
  const outline = parts ? outlineHeld(parts) : "";
  /** @type {HeadersInit} */
  const headers = { Accept: "text/html", ...(parts && { "Convolens-Has": piecesHeld(), "Convolens-Outline": outline }) };
  try {
    const response = await fetch(url, { signal, headers, cache: parts ? "no-store" : "default" }); // nobody asks for it again
    const says = response.ok && response.headers.get("Content-Type")?.startsWith("application/json");
    if (says) return { page: null, said: await response.json(), outline, passing: false };
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    return { page, outline: response.headers.get("Convolens-Outline") ?? "", passing: response.status >= 500 };
  } catch {
    return { page: null, outline, passing: true };
  }
}

/**
 * Whether an answer is a page of the explorer: a gateway in between may answer anything.
 * @param {Document | null} page
 * @returns {page is Document}
 */
function isOurs(page) {
  return Boolean(page?.querySelector("[data-form], [data-answer]"));
}

/**
 * Say that there is no answer; where another try may bring one, ask again when there is a connection, or after a while.
 * @param {Document | null} page
 * @param {(() => void) | null} again
 */
function fail(page, again) {
  say(page ? page.querySelector(".fault main p")?.textContent ?? NO_ANSWER : NO_CONNECTION);
  main.removeAttribute("aria-busy");
  missed = again;
  if (again) retrying = window.setTimeout(again, pause);
  pause = Math.min(2 * pause, LONGEST);
  waiting?.();
}

function succeed() {
  missed = null;
  pause = AGAIN;
  say("");
}

/**
 * Send what stands in the fields now, or as soon as the answer to what was typed before is there.
 * @param {string} name of the field that was typed into
 */
export function typed(name) {
  if (!asking) return sendTyped(name);
  clearTimeout(typing);
  waiting = () => sendTyped(name);
  typing = window.setTimeout(waiting, sent + PATIENCE - performance.now());
}

/** @param {string} name */
function sendTyped(name) {
  const asked = stage.player?.output;
  let reached = asked;
  visit(typedQuery(), {
    keep: (query) => keepTyped(name, query),
    fields: false,
    before: async () => { reached = stage.player?.output; },
    after: () => { if (reached !== undefined && reached !== asked) stage.player?.go(reached); }, // a step made meanwhile
  });
}

/** Send what stands in the fields now. */
export function submit() {
  visit(typedQuery(), { fields: false });
}

/** The query of what stands in the fields now, at the step and with the weight that are shown. */
function typedQuery() {
  return withPlace(formQuery(typedFields()));
}

/**
 * What stands in the fields. FormData would have the whole page laid out first, to see where text areas break lines.
 * @returns {[string, string][]}
 */
function typedFields() {
  const fields = /** @type {HTMLInputElement[]} */ ([...form.elements]);
  return fields.filter(({ name, type, checked }) => name && (type !== "checkbox" || checked)).map(({ name, value }) => [name, value]);
}

/**
 * A query with the step and the weight that are shown.
 * @param {string} query
 */
function withPlace(query) {
  const { player } = stage;
  return player ? changed(query, { step: player.output ? String(player.output) : "", highlight: player.pinned ?? "" }) : query;
}

/**
 * Show a step that the page does not hold: of a large layer it has only those round the step it was asked for.
 * @param {number} output
 */
export async function visitStep(output) {
  const playing = stage.player?.playing;
  await visit(changed(latest(), { step: String(output) }), { keep: replaceAddress, fields: false });
  if (playing) stage.player?.play();
}

/**
 * Show the state of a link; between the three layers it is a movement.
 * @param {HTMLAnchorElement} link
 */
export async function follow(link) {
  const to = link.getAttribute("data-compare"), shown = stage.player?.stage;
  const switching = to && shown ? await import("./switching.js").catch(() => null) : null;
  const movement = to && shown ? switching?.movement(shown, to) : null;
  visit(linkQuery(link), movement ?? {});
}

/**
 * The query of a link; one that keeps the layer keeps the step that is shown too.
 * @param {HTMLAnchorElement} link
 */
function linkQuery(link) {
  const query = new URL(link.href).search.slice(1);
  return link.closest(".switch") || link.hasAttribute("data-theme-choice") ? withPlace(query) : query;
}
