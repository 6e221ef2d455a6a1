// The page's formats and charts, without a browser: numbers in, text out. Run with `node --test bindings/web/tests/*.test.mjs`.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const page = new URL("../../../src/report/explorer/page/", import.meta.url);
const source = ["format.js", "draw.js"].map((name) => readFileSync(new URL(name, page), "utf8")).join("\n");
const names = "fill, makeFormat, shellWord, firstTrials, commandLine, ticks, spread, survivalChart, partsChart, sharesChart";
const { fill, makeFormat, shellWord, firstTrials, commandLine, ticks, spread, survivalChart, partsChart, sharesChart } =
  new Function(`"use strict"; ${source}; return { ${names} };`)();

const english = {
  "format.decimal": ".", "format.thousands": ",", "format.percent": "{n}%", "format.missing": "–",
  "format.range": "{low} to {high}", "format.comma": ", ", "format.and": "{first} and {last}", "format.colon": ": ",
};
const french = { ...english, "format.decimal": ",", "format.thousands": "\u202f", "format.percent": "{n}\u202f%" };

// Attributes of the elements of that class, in order.
const marks = (svg, kind) =>
  [...svg.matchAll(/<(\w+)((?: [\w-]+="[^"]*")*)/g)]
    .map(([, , text]) => Object.fromEntries([...text.matchAll(/ ([\w-]+)="([^"]*)"/g)].map(([, key, value]) => [key, value])))
    .filter((it) => it.class?.split(" ").includes(kind));

test("numbers are written as the language writes them", () => {
  const [en, fr] = [makeFormat(english), makeFormat(french)];
  assert.equal(en.number(1234.5, 1), "1,234.5");
  assert.equal(fr.number(1234.5, 1), "1\u202f234,5");
  assert.equal(en.number(-0.04, 1), "0.0");
  assert.equal(en.number(-0.06, 1), "\u22120.1");
  assert.equal(en.number(null, 1), "–");
  assert.equal(en.number(Infinity, 1), "∞");
  assert.equal(en.signed(0.1234, 3), "+0.123");
  assert.equal(en.signed(0.0001, 3), "0.000");
  assert.equal(en.signed(-0.0001, 3), "0.000");
  assert.equal(fr.percent(0.1), "10,0\u202f%");
  assert.equal(en.percent(undefined), "–");
  assert.equal(en.range(0.1, 0.2), "10.0 to 20.0%");
  assert.equal(en.list(["a", "b", "c"]), "a, b and c");
  assert.equal(en.list(["a"]), "a");
  assert.equal(en.field(0.20833333333), "0.2083");
  assert.equal(en.field(123456), "123456");
});

test("places are filled in, unknown ones left", () => {
  assert.equal(fill("{n} of {all}", { n: 2 }), "2 of {all}");
});

test("a shell reads the words of a command as they are meant", () => {
  assert.equal(shellWord("challenger.war_cost=0.3"), "challenger.war_cost=0.3");
  assert.equal(shellWord('plan.a.effects."front.freeze".add=1'), "'plan.a.effects.\"front.freeze\".add=1'");
  assert.equal(shellWord("it's"), "'it'\\''s'");
  assert.equal(commandLine(["armistice", "evaluate", "a b.toml"], ["x=1"]), "armistice evaluate 'a b.toml' --set x=1");
});

test("a Monte Carlo begins with trials that the design takes", () => {
  const first = (sampling, trials, replications = 1) => firstTrials({ sampling, trials, replications });
  assert.deepEqual([first("monte_carlo", 10_000), first("monte_carlo", 10_000, 3), first("monte_carlo", 500)], [2000, 1998, 500]);
  assert.deepEqual([first("monte_carlo", 9000, 3000), first("latin_hypercube", 10_000, 3), first("latin_hypercube", 64)], [3000, 1998, 64]);
  assert.deepEqual([first("latin_hypercube", 9600, 100), first("sobol", 65_536), first("sobol", 6144, 6)], [3200, 1024, 1536]);
  assert.deepEqual([first("sobol", 512), first("sobol", 1000), first("sobol", 12_800, 100)], [512, 512, 3200]);
  // A module that does not name the design: what every design takes.
  assert.deepEqual([first(undefined, 10_000), first(undefined, 3072, 3)], [1024, 1536]);
});

test("axis marks are round and within the axis", () => {
  assert.deepEqual(ticks(50, 8), [0, 10, 20, 30, 40, 50]);
  assert.deepEqual(ticks(20, 8), [0, 5, 10, 15, 20]);
  assert.deepEqual(ticks(3, 8), [0, 0.5, 1, 1.5, 2, 2.5, 3]);
});

test("labels keep apart and stay within the chart", () => {
  assert.deepEqual(spread([10, 50], 12, 0, 100), [10, 50]);
  assert.deepEqual(spread([50, 50, 50], 12, 0, 100), [50, 62, 74]);
  assert.deepEqual(spread([100, 99], 12, 0, 100), [100, 88]);
});

// A frame of 500 by 300: years 0 to 2 at 46, 258 and 470; 1 at 10, 0 at 260.
test("survival stands where its figures are, the expiry where the guarantee ends", () => {
  const lines = [
    { number: 1, colour: 0, values: [1, 0.5, 0.2], before: null, expiry: 1, picked: false },
    { number: 2, colour: 8, values: [1, 1, 1], before: [1, 0.9, 0.8], expiry: 3, picked: true },
    { number: 3, colour: 2, values: null, before: null, expiry: null, picked: false },
  ];
  const svg = survivalChart({ width: 500, height: 300, lines, axis: "years", label: "a <b>", percent: (x) => `${100 * x}%` });
  const [first, , picked] = marks(svg, "line");
  assert.equal(first.points, "46,10 258,135 470,210");
  assert.deepEqual([picked.points, picked.class], ["46,10 258,10 470,10", "line c1 second picked"]);
  assert.deepEqual(marks(svg, "before").map((it) => it.points), ["46,10 258,35 470,60"]);
  assert.deepEqual(marks(svg, "expiry").map((it) => [it["data-expiry"], it.cx, it.cy]), [["1", "258", "135"]]);
  assert.ok(svg.includes('aria-label="a &lt;b&gt;"'));
});

// From -0.1 to 0.3 over 300 px from 50: 0 at 125.
test("parts reach from zero to their figure, either way", () => {
  const parts = [
    { key: "land", name: "land", value: 0.3, before: 0.2 },
    { key: "war", name: "war", value: -0.1 },
    { key: "surplus", name: "surplus", value: 0.2, total: true },
  ];
  const svg = partsChart({ width: 400, parts, label: "", number: String, side: "challenger" });
  assert.deepEqual(marks(svg, "bar").map((it) => [it.x, it.width]), [["125", "225"], ["50", "75"], ["125", "150"]]);
  assert.deepEqual(marks(svg, "mark").map((it) => it.x1), ["275"]);
  assert.deepEqual(marks(svg, "zero").map((it) => it.x1), ["125", "125", "125"]);
});

test("shares have bars and intervals on one scale", () => {
  const rows = [
    { name: "held", share: 0.4, low: 0.3, high: 0.5, text: "40%" },
    { name: "none", share: null, low: null, high: null, text: "–" },
  ];
  const svg = sharesChart({ width: 504, rows, label: "" });
  assert.deepEqual(marks(svg, "bar").map((it) => it.width), ["400", "0"]);
  assert.deepEqual(marks(svg, "mark").map((it) => [it.x1, it.x2]), [["300", "500"]]);
});
