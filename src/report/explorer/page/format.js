// Numbers, sentences and words of a shell, as the language of the page writes them.

// A message with its places filled in: fill("{n} years", { n: 3 }).
const fill = (message, places = {}) =>
  message.replace(/\{(\w+)\}/g, (whole, name) => (name in places ? String(places[name]) : whole));

const makeFormat = (words) => {
  const grouped = (digits) => digits.replace(/\B(?=(\d{3})+(?!\d))/g, words["format.thousands"]);
  // With that many decimals: a true minus sign, none before a zero.
  const number = (x, decimals) => {
    if (x === null || x === undefined || Number.isNaN(x)) return words["format.missing"];
    if (!Number.isFinite(x)) return x > 0 ? "∞" : "\u2212∞";
    const plain = Math.abs(x).toFixed(decimals);
    const [whole, fraction] = plain.split(".");
    const minus = x < 0 && /[1-9]/.test(plain) ? "\u2212" : "";
    return minus + grouped(whole) + (fraction ? words["format.decimal"] + fraction : "");
  };
  // With a plus or a minus sign; nothing before a zero.
  const signed = (x, decimals) => (x > 0 && /[1-9]/.test(x.toFixed(decimals)) ? "+" : "") + number(x, decimals);
  const percent = (share, decimals = 1) =>
    share === null || share === undefined
      ? words["format.missing"]
      : fill(words["format.percent"], { n: number(100 * share, decimals) });
  const range = (low, high) =>
    fill(words["format.range"], { low: number(100 * low, 1), high: percent(high) });
  const list = (names) =>
    names.length < 2
      ? names.join("")
      : fill(words["format.and"], { first: names.slice(0, -1).join(words["format.comma"]), last: names.at(-1) });
  const said = (name, text) => name + words["format.colon"] + text;
  // A number as fields show it: whole, or with four digits that count, none idle.
  const field = (x) => String(Number.isInteger(x) ? x : Number(x.toPrecision(4)));
  return { number, signed, percent, range, list, said, field };
};

// A word of a command line, in quotes where a shell would read it otherwise.
const shellWord = (text) => (/^[\w.,=:/@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

// As many trials as the page begins with: a few, as the design of the scenario takes them. A Latin hypercube and Sobol's
// sequence take 32 draws of the inputs at least, the latter a power of two, which suits every design.
const firstTrials = ({ trials, replications, sampling }) => {
  const draws = Math.floor(Math.min(trials, 2000) / replications);
  if (sampling === "monte_carlo") return replications * Math.max(1, draws);
  const enough = Math.max(32, draws);
  return replications * (sampling === "latin_hypercube" ? enough : 2 ** Math.floor(Math.log2(enough)));
};

// The command that gives the same figures.
const commandLine = (program, settings) => [...program, ...settings.flatMap((it) => ["--set", it])].map(shellWord).join(" ");
