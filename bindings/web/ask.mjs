// The module under Node: asks it one question after another.
// Usage: node ask.mjs MODULE.wasm[.gz] SCENARIO.toml QUESTION…  prints the answers, one a line; a question is JSON.
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

const [module, scenario, ...questions] = process.argv.slice(2);
const bytes = readFileSync(module);
const wasm = module.endsWith(".gz") ? gunzipSync(bytes) : bytes;
const { instance } = await WebAssembly.instantiate(wasm, { host: { played() {} } });
const { memory, reserve, answer } = instance.exports;

function ask(question) {
  const text = Buffer.from(JSON.stringify(question));
  const to = reserve(text.length) >>> 0;
  new Uint8Array(memory.buffer, to, text.length).set(text);
  const at = answer() >>> 0;
  const length = new DataView(memory.buffer).getUint32(at, true);
  return Buffer.from(memory.buffer, at + 4, length).toString();
}

const opened = ask({ ask: "open", name: scenario, text: readFileSync(scenario, "utf8"), lang: "en" });
if ("faults" in JSON.parse(opened)) throw new Error(opened);
for (const question of questions) {
  const begun = performance.now();
  const said = ask(JSON.parse(question));
  process.stdout.write(said + "\n");
  if (process.env.TIMES) console.error(`${question.slice(0, 60)}: ${(performance.now() - begun).toFixed(1)} ms`);
}
