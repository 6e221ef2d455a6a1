"use strict";
// A worker: the library as a WebAssembly module. The first message brings the module, each one after it a question.
let library;

const ask = (question) => {
  const { memory, reserve, answer } = library;
  const text = new TextEncoder().encode(JSON.stringify(question));
  const to = reserve(text.length) >>> 0;
  new Uint8Array(memory.buffer, to, text.length).set(text);
  const from = answer() >>> 0;
  const length = new DataView(memory.buffer).getUint32(from, true);
  return JSON.parse(new TextDecoder().decode(new Uint8Array(memory.buffer, from + 4, length)));
};

onmessage = async ({ data }) => {
  try {
    if (data.module) {
      const played = (trials) => postMessage({ played: trials });
      const { instance } = await WebAssembly.instantiate(data.module, { host: { played } });
      library = instance.exports;
      postMessage({ ready: true });
    } else {
      const begun = performance.now();
      postMessage({ answer: ask(data.question), took: performance.now() - begun });
    }
  } catch (error) {
    postMessage({ failed: String(error) });
  }
};
