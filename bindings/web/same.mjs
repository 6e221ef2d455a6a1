// Whether the module's answers are those of the program.
// Usage: node same.mjs ANSWERS SOLVED.json SUMMARY.json
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

const [answers, solved, summary] = process.argv.slice(2).map((name) => readFileSync(name, "utf8"));
const [solution, run] = answers.trimEnd().split("\n").map((line) => JSON.parse(line));
const { changes, ...evaluation } = JSON.parse(solved);
assert.ok(changes);
assert.deepEqual(solution.solved, evaluation);
assert.equal(run.summary, summary);
