/**
 * What the server says of each step and of each weight. A small state has all of it in its page; of a large one the
 * rest is asked for in runs, when it is needed.
 */

import { changed } from "./address.js";

/** How long a new stage rests before words that nobody has asked for yet are fetched, in milliseconds. */
const RESTING = 1000;

export class Words {
  /**
   * @param {HTMLElement} stage
   * @param {() => void} onArrival words that were asked for have come
   */
  constructor(stage, onArrival) {
    const template = /** @type {HTMLTemplateElement | null} */ (stage.querySelector("[data-words]"));
    this.address = template?.dataset.words ?? "";
    this.outputs = Number(stage.dataset.outputs);
    this.onArrival = onArrival;
    /** @type {Map<string, HTMLElement>} */
    this.steps = new Map();
    /** @type {Map<string, HTMLElement>} */
    this.weights = new Map();
    this.abort = new AbortController();
    this.asking = false;
    if (template) this.keep(template.content);
    if (this.address) this.timer = window.setTimeout(() => this.ask({ step: stage.dataset.step ?? "0" }), RESTING);
  }

  /** Ask for nothing more: the stage is about to be replaced. */
  end() {
    clearTimeout(this.timer);
    this.abort.abort();
  }

  /** @param {ParentNode} words */
  keep(words) {
    for (const said of /** @type {NodeListOf<HTMLElement>} */ (words.querySelectorAll("[data-of-step]"))) {
      this.steps.set(said.dataset.ofStep ?? "", said);
    }
    for (const said of /** @type {NodeListOf<HTMLElement>} */ (words.querySelectorAll("[data-of-weight]"))) {
      this.weights.set(said.dataset.ofWeight ?? "", said);
    }
  }

  /**
   * The words of a step; when they are not here yet, they are asked for.
   * @param {number} output
   */
  ofStep(output) {
    this.want(output);
    return this.steps.get(String(output));
  }

  /**
   * The sentence of a weight; when it is not here yet, it is asked for.
   * @param {string} weight
   */
  ofWeight(weight) {
    if (!this.weights.has(weight)) this.ask({ highlight: weight });
    return this.weights.get(weight);
  }

  /**
   * See to it that the words of a step are here.
   * @param {number} output
   */
  want(output) {
    const step = String(output);
    if (output >= 0 && output < this.outputs && !this.steps.has(step)) this.ask({ step });
  }

  /**
   * Ask for the words near a step or a weight, one request at a time: whoever still misses some when it is answered
   * asks again. Without a connection they stay away until then.
   * @param {Record<string, string>} place
   */
  async ask(place) {
    if (!this.address || this.asking) return;
    this.asking = true;
    const [path, query] = this.address.split("?");
    try {
      const answer = await fetch(`${path}?${changed(query, place)}`, { signal: this.abort.signal });
      if (!answer.ok) return;
      this.keep(new DOMParser().parseFromString(await answer.text(), "text/html"));
    } catch {
      return; // given up, or no connection: the figures show the step all the same
    } finally {
      this.asking = false;
    }
    if (this.steps.has(place.step) || this.weights.has(place.highlight)) this.onArrival();
  }
}
