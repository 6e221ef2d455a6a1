// Charts as SVG: numbers in, text out. Colours and lines are classes of the page's style.

const escaped = (text) =>
  String(text).replace(/[&<>"]/g, (letter) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[letter]);

const tag = (name, attributes, inner = "") => {
  const given = Object.entries(attributes).filter(([, value]) => value !== undefined && value !== false);
  const text = given.map(([key, value]) => ` ${key}="${escaped(value)}"`).join("");
  return inner === "" ? `<${name}${text}/>` : `<${name}${text}>${inner}</${name}>`;
};

const rounded = (x) => Number(x.toFixed(2));

// Marks of an axis from 0: about so many, at 1, 2 or 5 times a power of ten.
const ticks = (end, about) => {
  const rough = end / about;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((it) => it * power).find((it) => it >= rough * 0.999);
  return Array.from({ length: Math.floor(end / step + 1e-9) + 1 }, (_, index) => index * step);
};

// Places for labels of that height, each as near to where it would be as the others let it, from top to bottom.
const spread = (wanted, height, top, bottom) => {
  const order = wanted.map((y, index) => ({ y, index })).sort((a, b) => a.y - b.y);
  let free = top;
  for (const it of order) {
    it.y = Math.max(it.y, free);
    free = it.y + height;
  }
  let most = bottom;
  for (const it of order.toReversed()) {
    it.y = Math.min(it.y, most);
    most = it.y - height;
  }
  const places = [];
  for (const it of order) places[it.index] = it.y;
  return places;
};

// Survival by year. A line: { number, colour, values, before, expiry, picked }; values in [0, 1] from year 0, or null.
const survivalChart = ({ width, height, lines, axis, label, percent }) => {
  const frame = { left: 46, right: width - 30, top: 10, bottom: height - 40 };
  const years = Math.max(1, ...lines.map((line) => (line.values ?? line.before ?? [0]).length - 1));
  const x = (year) => rounded(frame.left + (year / years) * (frame.right - frame.left));
  const y = (share) => rounded(frame.bottom - share * (frame.bottom - frame.top));
  const path = (values) => values.map((share, year) => `${x(year)},${y(share)}`).join(" ");
  let out = "";
  for (const share of [0, 0.25, 0.5, 0.75, 1]) {
    out += tag("line", { class: "grid", x1: frame.left, x2: frame.right, y1: y(share), y2: y(share) });
    out += tag("text", { x: frame.left - 6, y: y(share) + 4, "text-anchor": "end" }, percent(share));
  }
  for (const year of ticks(years, width < 500 ? 4 : 8)) {
    out += tag("text", { x: x(year), y: frame.bottom + 17, "text-anchor": "middle" }, String(year));
  }
  out += tag("text", { x: (frame.left + frame.right) / 2, y: height - 4, "text-anchor": "middle" }, escaped(axis));
  const drawn = [...lines].sort((a, b) => Number(a.picked) - Number(b.picked));
  for (const line of drawn) {
    const kind = `c${line.colour % 7}${line.colour >= 7 ? " second" : ""}`;
    if (line.before) out += tag("polyline", { class: `line before ${kind}`, "data-before": line.number, points: path(line.before) });
    if (!line.values) continue;
    out += tag("polyline", { class: `line ${kind}${line.picked ? " picked" : ""}`, "data-plan": line.number, points: path(line.values) });
    if (line.expiry > 0 && line.expiry <= years) {
      out += tag("circle", { class: `expiry ${kind}`, "data-expiry": line.number, cx: x(line.expiry), cy: y(line.values[line.expiry]), r: line.picked ? 5 : 3.5 });
    }
  }
  const shown = lines.filter((line) => line.values);
  const places = spread(shown.map((line) => y(line.values.at(-1))), 12, frame.top + 4, frame.bottom);
  shown.forEach((line, index) => {
    const end = y(line.values.at(-1));
    out += tag("line", { class: `lead c${line.colour % 7}`, x1: frame.right, x2: frame.right + 8, y1: end, y2: places[index] });
    out += tag("text", { class: line.picked ? "strong" : undefined, x: frame.right + 11, y: places[index] + 4 }, String(line.number));
  });
  return tag("svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": label }, out);
};

// Parts that add up to a surplus. A part: { name, value, before, total }; all in the same unit.
const partsChart = ({ width, parts, label, number, side }) => {
  const row = 42;
  const height = parts.length * row;
  const ends = parts.flatMap((part) => [part.value, part.before ?? 0]);
  const [least, most] = [Math.min(0, ...ends), Math.max(0, ...ends)];
  const span = most - least || 1;
  const frame = { left: 50, right: width - 50 };
  const x = (value) => rounded(frame.left + ((value - least) / span) * (frame.right - frame.left));
  let out = "";
  parts.forEach((part, index) => {
    const top = index * row;
    const bar = top + 21;
    const [from, to] = [x(Math.min(0, part.value)), x(Math.max(0, part.value))];
    out += tag("text", { class: part.total ? "strong" : undefined, x: 0, y: top + 14 }, escaped(part.name));
    out += tag("line", { class: "zero", x1: x(0), x2: x(0), y1: bar - 3, y2: bar + 15 });
    out += tag("rect", { class: `bar ${part.total ? "total" : side}`, "data-part": part.key, x: from, y: bar, width: rounded(to - from), height: 12 });
    const before = part.before ?? part.value;
    if (before !== part.value) {
      out += tag("line", { class: "mark", x1: x(before), x2: x(before), y1: bar - 3, y2: bar + 15 });
    }
    const right = part.value >= 0;
    const end = right ? Math.max(to, x(before)) + 5 : Math.min(from, x(before)) - 5;
    out += tag("text", { class: part.total ? "strong" : undefined, x: end, y: bar + 11, "text-anchor": right ? undefined : "end" }, number(part.value));
  });
  return tag("svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": label }, out);
};

// Shares with their intervals. A row: { name, share, low, high, text }.
const sharesChart = ({ width, rows, label }) => {
  const row = 38;
  const height = rows.length * row + 2;
  const most = Math.max(0.01, ...rows.map((it) => it.high ?? it.share ?? 0));
  const x = (share) => rounded((share / most) * (width - 4));
  let out = "";
  rows.forEach((it, index) => {
    const top = index * row;
    out += tag("text", { x: 0, y: top + 13 }, escaped(it.name));
    out += tag("text", { class: "strong", x: width, y: top + 13, "text-anchor": "end" }, escaped(it.text));
    out += tag("rect", { class: "bar total", x: 0, y: top + 19, width: x(it.share ?? 0), height: 10 });
    if (it.low !== null && it.low !== undefined) {
      out += tag("line", { class: "mark", x1: x(it.low), x2: x(it.high), y1: top + 24, y2: top + 24 });
    }
  });
  return tag("svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": label }, out);
};
