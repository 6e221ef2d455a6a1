// Runs a scenario in WebAssembly and writes summary.json and trials.csv into a folder.
// Usage: node run.mjs MODULE.wasm SCENARIO.toml FOLDER
import { readFileSync, writeFileSync, mkdirSync } from "node:fs";

const [module, scenario, folder] = process.argv.slice(2);
const { instance } = await WebAssembly.instantiate(readFileSync(module), {});
const { memory, reserve, run_scenario } = instance.exports;
const text = readFileSync(scenario);
const at = reserve(text.length);
new Uint8Array(memory.buffer, at, text.length).set(text);
const answer = run_scenario(at, text.length) >>> 0;
const length = new DataView(memory.buffer).getUint32(answer, true);
const bytes = Buffer.from(new Uint8Array(memory.buffer, answer + 4, length));
const end = bytes.indexOf(0);
mkdirSync(folder, { recursive: true });
writeFileSync(`${folder}/summary.json`, bytes.subarray(0, end));
writeFileSync(`${folder}/trials.csv`, bytes.subarray(end + 1));
