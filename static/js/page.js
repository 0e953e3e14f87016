/** What the scripts of the explorer share of its page: the form, the player of the stage, the line on the connection. */

import { Player } from "./player.js";

export const NO_CONNECTION = "The service cannot be reached. What you typed is kept, and sent again once there is a connection.";

export const main = /** @type {HTMLElement} */ (document.querySelector("main"));
export const form = /** @type {HTMLFormElement} */ (document.querySelector("[data-form]"));

/** The stage that is on the page, if there is one: of a state that does not fit there is none. */
export const stage = {
  /** @type {Player | null} */
  player: null,
};

/** @type {ConstructorParameters<typeof Player>[1]} */
let listeners = {};

/**
 * Take hold of the stage that is on the page; the speed that was chosen is kept.
 * @param {ConstructorParameters<typeof Player>[1]} [heard] who listens to it, the same as before when not said
 */
export function startPlayer(heard = listeners) {
  listeners = heard;
  const speed = stage.player?.speed;
  stage.player?.end();
  stage.player = main.querySelector("[data-stage]") ? new Player(main, listeners) : null;
  if (speed) stage.player?.setSpeed(speed);
}

/**
 * A sentence about the connection, where notices stand; an empty one takes it away.
 * @param {string} text
 */
export function say(text) {
  const place = document.querySelector('[data-part="notices"]');
  const said = place?.querySelector("[data-connection]");
  if (!place || (said?.textContent ?? "") === text) return;
  said?.remove();
  if (!text) return;
  const line = document.createElement("p");
  line.className = "notice";
  line.setAttribute("data-connection", "");
  line.setAttribute("role", "alert");
  line.textContent = text;
  place.append(line);
}

export function isFolded() {
  return form.querySelector("details.fold:not([open])") !== null;
}

/** Fold the fields, but never over an error. */
export function fold() {
  if (!form.querySelector("[aria-invalid]")) form.querySelector("details.fold")?.removeAttribute("open");
}
