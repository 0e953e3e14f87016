/** The address of a state: the query as the server writes it, with commas and semicolons left as they are. */

/** The keys that say how a layer is looked at, in the order in which the server writes them behind the layer's own. */
const VIEW_KEYS = ["view", "step", "highlight", "compare", "show", "theme", "controls", "animate", "v"];

/**
 * A query with some keys changed; an empty value takes the key away.
 * @param {string} query
 * @param {Record<string, string>} changes
 */
export function changed(query, changes) {
  const parameters = new URLSearchParams(query);
  for (const [key, value] of Object.entries(changes)) {
    if (value === "") parameters.delete(key);
    else parameters.set(key, value);
  }
  const inOrder = [...parameters].sort(([one], [other]) => VIEW_KEYS.indexOf(one) - VIEW_KEYS.indexOf(other));
  return readable(new URLSearchParams(inOrder));
}

/**
 * A query for people: `input=1,2;3,4`.
 * @param {URLSearchParams} parameters
 */
export function readable(parameters) {
  return parameters.toString().replaceAll("%2C", ",").replaceAll("%3B", ";").replaceAll("+", "%20");
}

/** What a field says when it is left alone; such a field is not in the address. */
const DEFAULTS = new Map([
  ["operation", "cross-correlation"], ["padding", "valid"], ["padding_mode", "zeros"],
  ["stride", "1"], ["dilation", "1"], ["groups", "1"], ["activation", "identity"],
]);

/**
 * The query of what stands in a form: blanks after commas and defaults are left out.
 * @param {Iterable<[string, string]>} entries
 */
export function formQuery(entries) {
  const parameters = new URLSearchParams();
  const fields = [...entries];
  const pooled = fields.some(([key, value]) => key === "pooling.kind" && value !== "");
  for (const [key, value] of fields) {
    const text = value.trim();
    if (!pooled && key.startsWith("pooling.")) continue; // options of no pooling mean nothing
    if (text && DEFAULTS.get(key) !== text) parameters.set(key, text.replace(/([,;])[ \t]+/g, "$1"));
  }
  return readable(parameters);
}
