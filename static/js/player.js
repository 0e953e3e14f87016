/** The player of a stage: one step for all figures at once, the weight that is lit, and the keys. */

import { Figures } from "./figures.js";
import { Words } from "./words.js";

/** Steps a second at speed 1×; at 3× this is the most that a player does. */
const STEPS_A_SECOND = 1;

/** How long a manual step rests before it is announced, in milliseconds. */
const ANNOUNCE_AFTER = 400;

/** How many outputs PageUp and PageDown pass over. */
const PAGE = 10;

export class Player {
  /**
   * @param {ParentNode} root what holds the stage and its player
   * @param {{ onStep?: (output: number) => void, onPin?: (weight: string | null) => void,
   *   onFar?: (output: number) => void }} [listeners] `onFar` asks for the page of a step that this one does not hold
   */
  constructor(root, listeners = {}) {
    this.listeners = listeners;
    this.stage = /** @type {HTMLElement} */ (root.querySelector("[data-stage]"));
    this.bar = root.querySelector("[data-player]");
    this.figures = new Figures(root);
    this.figures.markChips();
    this.figures.follow();
    this.first = Number(this.stage.dataset.first);
    this.held = Number(this.stage.dataset.held);
    this.output = Number(this.stage.dataset.step);
    this.last = Number(this.stage.dataset.outputs) - 1;
    this.positions = Number(this.stage.dataset.positions);
    this.pinned = this.stage.dataset.highlight || null;
    this.lit = this.pinned;
    this.words = new Words(this.stage, () => this.onWords());
    this.timer = 0;
    this.resting = 0;
    this.speed = 1;
    this.abort = new AbortController();
    this.listen(root);
    this.showPlace();
  }

  /** @param {ParentNode} root */
  listen(root) {
    const { signal } = this.abort;
    for (const element of [this.stage, this.bar]) {
      element?.addEventListener("keydown", (event) => this.onKey(/** @type {KeyboardEvent} */ (event)), { signal });
    }
    this.bar?.addEventListener("click", (event) => this.onButton(event), { signal });
    this.scrubber?.addEventListener("input", () => this.byHand(Number(this.scrubber?.value)), { signal });
    this.speeds?.addEventListener("change", () => this.setSpeed(Number(this.speeds?.value)), { signal });
    this.listenForWeights(/** @type {HTMLElement} */ (root), signal);
  }

  /**
   * Hovering and focusing light a weight, a click pins it.
   * @param {HTMLElement} root
   * @param {AbortSignal} signal
   */
  listenForWeights(root, signal) {
    root.addEventListener("pointermove", (event) => this.light(this.figures.pick(event)), { signal });
    root.addEventListener("pointerleave", () => this.light(null), { signal });
    root.addEventListener("focusin", (event) => this.light(weightOf(event.target)), { signal });
    root.addEventListener("focusout", () => this.light(null), { signal });
    root.addEventListener("click", (event) => {
      const weight = this.figures.pick(/** @type {PointerEvent} */ (event));
      if (weight !== null) this.pin(weight === this.pinned ? null : weight);
    }, { signal });
  }

  /** @returns {HTMLInputElement | null} */
  get scrubber() {
    return /** @type {HTMLInputElement | null} */ (this.bar?.querySelector("[data-scrubber]") ?? null);
  }

  /** @returns {HTMLSelectElement | null} */
  get speeds() {
    return /** @type {HTMLSelectElement | null} */ (this.bar?.querySelector("[data-speed]") ?? null);
  }

  get playing() {
    return this.timer !== 0;
  }

  /** Stop listening and playing: the stage is about to be replaced. */
  end() {
    this.halt();
    clearTimeout(this.resting);
    this.words.end();
    this.figures.end();
    this.abort.abort();
  }

  /**
   * Figures outside the stage are new: the step and the weight are shown in them too.
   * @param {ParentNode} root
   */
  renew(root) {
    this.figures.end();
    this.figures = new Figures(root);
    const words = this.words.ofStep(this.output);
    this.moveFigures(words);
    if (words) this.showFormula(words);
    this.figures.highlight(this.lit);
  }

  /**
   * The texts of the stage are those of another state, and its drawings are as they were.
   * @param {boolean} away whether some belong where the words of a step or a weight were put
   */
  revise(away) {
    this.words.end();
    this.words = new Words(this.stage, () => this.onWords());
    if (away || this.lit !== this.pinned) this.showStep();
    this.bar?.querySelector("[data-announce]")?.replaceChildren(); // it was of a step of the other state
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const target = /** @type {Element} */ (event.target);
    if (target.closest("select, textarea")) return;
    if (event.key === "Escape") return this.escape();
    if (target.matches("input[type=range]") && event.key !== "PageUp" && event.key !== "PageDown") return;
    const step = {
      ArrowRight: 1, ArrowLeft: -1, PageDown: this.page, PageUp: -this.page, Home: -this.last, End: this.last,
    }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      this.byHand(this.output + step);
    } else if (event.key === " " && !target.closest("button, a, summary")) {
      event.preventDefault();
      this.toggle();
    }
  }

  get page() {
    return Math.min(PAGE, Math.max(1, Number(this.stage.dataset.row)));
  }

  /** Escape stops playing, and lets go of a weight. */
  escape() {
    if (this.playing) this.pause();
    else this.pin(null);
  }

  /** @param {Event} event */
  onButton(event) {
    const button = /** @type {Element} */ (event.target).closest("[data-go]");
    const target = { first: 0, back: this.output - 1, next: this.output + 1, last: this.last };
    const where = button?.getAttribute("data-go");
    if (where === "play") this.toggle();
    else if (where) this.byHand(target[/** @type {keyof typeof target} */ (where)]);
  }

  /**
   * A step that a person asked for: it stops the playing and is announced once it rests.
   * @param {number} output
   */
  byHand(output) {
    this.halt();
    this.go(output);
    clearTimeout(this.resting);
    this.resting = window.setTimeout(() => this.announce(), ANNOUNCE_AFTER);
  }

  /**
   * Show a step, kept between the first and the last.
   * @param {number} output
   */
  go(output) {
    this.output = Math.min(Math.max(output, 0), this.last);
    if (this.output < this.first || this.output >= this.first + this.held) return this.listeners.onFar?.(this.output);
    this.stage.dataset.step = String(this.output);
    this.words.want(this.output + this.page);
    this.showStep();
    this.showPlace();
    this.listeners.onStep?.(this.output);
  }

  /** The figures move at once; words that are still on their way follow. */
  showStep() {
    const words = this.words.ofStep(this.output);
    this.moveFigures(words);
    if (words) this.showWords(words);
  }

  /** @param {HTMLElement | undefined} words what is said of the step, when it is here */
  moveFigures(words) {
    const filter = String(Math.floor(this.output / this.positions));
    this.figures.step(this.output, { ...words?.dataset, filter });
  }

  /** Words that were asked for have come. */
  onWords() {
    this.showStep();
    this.showPlace();
  }

  /** @param {HTMLElement} words */
  showWords(words) {
    const arithmetic = words.querySelector(".arithmetic");
    const place = this.stage.querySelector("[data-arithmetic]");
    if (arithmetic && place) this.exchange(place, arithmetic.cloneNode(true));
    this.showFormula(words);
    this.figures.markChips();
    this.say();
  }

  /** @param {HTMLElement} words */
  showFormula(words) {
    const formula = words.querySelector(".expanded")?.cloneNode(true);
    document.querySelector("[data-expanded]")?.replaceChildren(...(formula?.childNodes ?? []));
  }

  /**
   * Put a new sum in the place of the old one. A chip that has the focus hands it on, so that the keys go on working.
   * @param {Element} place
   * @param {Node} sum
   */
  exchange(place, sum) {
    const focused = [...place.querySelectorAll("button")].findIndex((chip) => chip === document.activeElement);
    place.replaceChildren(sum);
    if (focused < 0) return;
    const chips = place.querySelectorAll("button");
    (chips[Math.min(focused, chips.length - 1)] ?? this.stage).focus({ preventScroll: true });
  }

  /** The sentence of the weight that is lit, or of the step. */
  say() {
    const source = this.lit === null ? this.words.ofStep(this.output)?.lastElementChild : this.words.ofWeight(this.lit);
    if (source) this.stage.querySelector("[data-said]")?.replaceChildren(...source.cloneNode(true).childNodes);
  }

  /** The scrubber, the place and the buttons follow the step. */
  showPlace() {
    const place = this.bar?.querySelector("[data-place] b");
    if (place) place.textContent = (this.output + 1).toLocaleString("en");
    if (!this.scrubber) return;
    const label = this.words.ofStep(this.output)?.dataset.label;
    this.scrubber.value = String(this.output);
    this.scrubber.setAttribute("aria-valuetext", label ?? `Step ${this.output + 1} of ${this.last + 1}`);
  }

  announce() {
    const status = this.bar?.querySelector("[data-announce]");
    const words = this.words.ofStep(this.output)?.dataset;
    if (status && words) status.textContent = `${words.label} is ${words.total}`;
  }

  toggle() {
    if (this.playing) this.pause();
    else this.play();
  }

  /** Play to the end, from the start when the end was reached. */
  play() {
    if (this.last === 0) return;
    if (this.output === this.last) this.go(0);
    clearTimeout(this.resting);
    this.timer = window.setInterval(() => this.advance(), 1000 / (STEPS_A_SECOND * this.speed));
    this.showPlaying();
  }

  advance() {
    this.go(this.output + 1);
    if (this.output === this.last) this.pause();
  }

  /** Stop playing and say where. */
  pause() {
    if (!this.playing) return;
    this.halt();
    this.announce();
  }

  /** Stop playing without a word: what follows will be said. */
  halt() {
    clearInterval(this.timer);
    this.timer = 0;
    this.showPlaying();
  }

  /**
   * A new speed takes effect at once.
   * @param {number} speed how many steps a second
   */
  setSpeed(speed) {
    this.speed = speed;
    if (this.speeds) this.speeds.value = String(speed);
    if (!this.playing) return;
    clearInterval(this.timer);
    this.play();
  }

  showPlaying() {
    const button = this.bar?.querySelector('[data-go="play"]');
    button?.setAttribute("aria-pressed", String(this.playing));
    button?.setAttribute("aria-label", this.playing ? "Pause" : "Play");
    button?.setAttribute("title", this.playing ? "Pause" : "Play");
    this.stage.classList.toggle("playing", this.playing);
  }

  /**
   * Light a weight for as long as it is pointed at; then the pinned one again.
   * @param {string | null} weight
   */
  light(weight) {
    const lit = weight ?? this.pinned;
    if (lit === this.lit) return;
    this.lit = lit;
    this.stage.dataset.highlight = lit ?? "";
    this.figures.highlight(lit);
    this.say();
  }

  /**
   * Keep a weight lit, or let go of it.
   * @param {string | null} weight
   */
  pin(weight) {
    this.pinned = weight;
    this.light(weight);
    this.listeners.onPin?.(weight);
  }
}

/**
 * The weight that an element stands for.
 * @param {EventTarget | null} target
 */
function weightOf(target) {
  return target instanceof Element ? target.closest("[data-weight]")?.getAttribute("data-weight") ?? null : null;
}
