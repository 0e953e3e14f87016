/**
 * The place in the guide. The state of a question says itself which question it is; a state that was reached from it
 * does not, so the place is kept with the entry in the history: a reload, Back and Forward find it again.
 */

/**
 * The question whose state a page shows, as the server knows it; nothing for any other state.
 * @param {ParentNode} page
 */
export function questionOf(page) {
  return page.querySelector("[data-question]")?.getAttribute("data-question") ?? "";
}

/** Whether the answer to the question on the page is unfolded. */
export function isAnswered() {
  return document.querySelector(".hint:not([hidden]) details[open]") !== null;
}

/**
 * Show the hints of a question; away from its own state there is a way back to it.
 * @param {string} question its place, or nothing
 * @param {boolean} answered whether its answer is unfolded
 */
export function showQuestion(question, answered) {
  const guide = document.querySelector(".guide");
  const away = questionOf(document) !== question;
  const left = document.activeElement?.closest("[data-hint]");
  for (const hint of /** @type {Iterable<HTMLElement>} */ (guide?.querySelectorAll("[data-hint]") ?? [])) {
    hint.hidden = hint.dataset.hint !== question;
    if (hint.hidden) continue;
    hint.querySelector("details")?.toggleAttribute("open", answered);
    hint.querySelector(".return")?.toggleAttribute("hidden", !away);
    if (!left || left === hint) continue;
    hint.tabIndex = -1; // the link that was followed goes with its question: the focus goes on to the next
    hint.focus({ preventScroll: true });
  }
  guide?.querySelectorAll("ol a").forEach((link, place) => {
    if (String(place) === question) link.setAttribute("aria-current", away ? "location" : "true");
    else link.removeAttribute("aria-current");
  });
}
