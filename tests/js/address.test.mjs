import assert from "node:assert/strict";
import { test } from "node:test";

import { changed, formQuery, readable } from "../../static/js/address.js";

test("a changed key keeps its place and the others stay as they are", () => {
  assert.equal(changed("input=1,2&weight=5&step=1", { weight: "6,7" }), "input=1,2&weight=6,7&step=1");
});

test("what is looked at stands behind the layer, in the server's order", () => {
  assert.equal(changed("input=1,2&theme=dark&highlight=0", { step: "1" }), "input=1,2&step=1&highlight=0&theme=dark");
  assert.equal(changed("weight=5&input=1,2&stride=2", { step: "1" }), "weight=5&input=1,2&stride=2&step=1");
});

test("a new key comes last, an empty one goes away", () => {
  assert.equal(changed("input=1,2", { step: "3" }), "input=1,2&step=3");
  assert.equal(changed("input=1,2&step=3", { step: "" }), "input=1,2");
  assert.equal(changed("step=3", { step: "", highlight: "" }), "");
});

test("the question mark of an address may stand in front", () => {
  assert.equal(changed("?input=1,2", { step: "1" }), "input=1,2&step=1");
});

test("commas and semicolons are left as people write them, everything else is escaped", () => {
  assert.equal(readable(new URLSearchParams([["weight", "1,0;2,3"], ["note", "a b&c=d+e"]])),
    "weight=1,0;2,3&note=a%20b%26c%3Dd%2Be");
});

test("what was read is written again without loss", () => {
  const query = "input=1,2;3,4&weight=[[1,2]]&bias=-1e-3";
  assert.deepEqual([...new URLSearchParams(changed(query, {}))], [...new URLSearchParams(query)]);
});

test("a form gives its fields without defaults, empty fields and blanks behind commas", () => {
  const fields = [["input", " 1, 2,\t3 "], ["weight", "5"], ["bias", " "], ["stride", "1"], ["padding", "valid"],
    ["dilation", "2"], ["activation", "relu"], ["operation", "cross-correlation"], ["padding_mode", "zeros"]];
  assert.equal(formQuery(fields), "input=1,2,3&weight=5&dilation=2&activation=relu");
});

test("the line breaks of a pasted column stay: they are what separates its numbers", () => {
  const query = formQuery([["input", "1.5\n2,5\t3\r\n4"]]);
  assert.equal(new URLSearchParams(query).get("input"), "1.5\n2,5\t3\r\n4");
});

test("what does not fit is sent as it was typed, so that the server can say why", () => {
  assert.equal(formQuery([["stride", "0"], ["input", "1, x"]]), "stride=0&input=1,x");
});

test("options of no pooling are left out", () => {
  const pooling = [["pooling.size", "2"], ["pooling.stride", ""]];
  assert.equal(formQuery([["input", "1, 2"], ["pooling.kind", ""], ...pooling]), "input=1,2");
  assert.equal(formQuery([["input", "1, 2"], ["pooling.kind", "max"], ...pooling]), "input=1,2&pooling.kind=max&pooling.size=2");
});
