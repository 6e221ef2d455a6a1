// The page: what was moved goes to the library, and what it answers is drawn.

const words = JSON.parse(document.getElementById("words").textContent);
const given = JSON.parse(document.getElementById("given").textContent);
const format = makeFormat(words);
const at = (id) => document.getElementById(id);
const say = (key, places) => fill(words["explore." + key], places);

const state = {
  opened: null,
  changed: new Map(),
  picked: null,
  original: null,
  solved: null,
  faults: [],
  controls: new Map(),
  order: given.order,
};

// --- The library, in workers -------------------------------------------------------------------------------------

const workerUrl = URL.createObjectURL(new Blob([at("worker").textContent], { type: "text/javascript" }));

const moduleBytes = async () => {
  const packed = Uint8Array.from(atob(at("module").textContent), (letter) => letter.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
};
const moduleReady = moduleBytes();

// A worker that answers one question after another; `played` is told of trials that have ended.
const startLibrary = async (played = () => {}) => {
  const worker = new Worker(workerUrl);
  let settle;
  worker.onmessage = ({ data }) => {
    if ("played" in data) played(data.played);
    else if ("failed" in data) settle.reject(new Error(data.failed));
    else settle.resolve(data);
  };
  worker.onerror = (event) => settle.reject(new Error(event.message));
  const bytes = await moduleReady;
  const send = (message) => new Promise((resolve, reject) => {
    settle = { resolve, reject };
    worker.postMessage(message);
  });
  await send({ module: bytes });
  let last = Promise.resolve();
  const ask = (question) => {
    const answer = last.then(() => send({ question }));
    last = answer.catch(() => {});
    return answer;
  };
  return { ask, stop: () => worker.terminate() };
};

// --- Settings ----------------------------------------------------------------------------------------------------

const settings = () => [...state.changed].map(([path, value]) => `${path}=${value}`);

const begin = (scenario) => ({ ask: "open", ...scenario, lang: words["explore.code"] });

// --- What is drawn -----------------------------------------------------------------------------------------------

const plans = () => state.opened.plans;
const solvedOf = (solved, id) => solved?.plans.find((plan) => plan.id === id);
const isCompared = () => at("compare").checked && state.changed.size > 0 && state.original !== null;

// Who looks at a plan: the sides, and the parties whose refusal keeps it off the table.
const judges = () => [
  { key: "challenger", name: state.opened.sides[0], of: (solved, id) => solvedOf(solved, id)?.challenger },
  { key: "defender", name: state.opened.sides[1], of: (solved, id) => solvedOf(solved, id)?.defender },
  ...state.opened.parties.filter((party) => party.veto).map((party) => ({
    key: party.id,
    name: party.name,
    of: (solved, id) => solved?.parties?.find((it) => it.id === party.id)?.plans.find((it) => it.id === id),
  })),
];

const accepts = (value) => value?.surplus !== null && value?.surplus !== undefined && value.red_line === false && value.surplus >= 0;

// The term of a plan's guarantee as it stands now, years; null where it does not end.
const expiry = (id) => {
  const path = `plan.${id}.terms.guarantee_years`;
  const control = state.opened.controls.find((it) => it.path === path);
  const text = state.changed.get(path) ?? (control ? control.word ?? control.value : null);
  const years = Number(text);
  return text === null || !Number.isFinite(years) ? null : years;
};

// What keeps a plan from a signature, in sentences.
const breaks = (solved, plan) => {
  const now = solvedOf(solved, plan.id);
  if (!now.available) return [say("unavailable")];
  const out = [];
  for (const judge of judges()) {
    const value = judge.of(solved, plan.id);
    if (!value || accepts(value)) continue;
    const reasons = [];
    if (value.red_line) reasons.push(say("red_line", { issues: format.list(value.crossed.map((it) => state.opened.parts[it])) }));
    if (value.surplus < 0) reasons.push(say("lacks", { n: format.number(-value.surplus, 3) }));
    out.push(`${format.said(judge.name, reasons.join(words["format.comma"]))}.`);
  }
  return out;
};

const cell = (text, label, before, kind) =>
  make("td", { "data-label": label, class: kind },
    make("span", {}, text), ...(before ? [make("small", {}, before)] : []));

const drawTable = (solved) => {
  const compared = isCompared() ? state.original : null;
  const year = state.opened.headline;
  const heads = [say("plan"), ...judges().map((judge) => judge.name), say("holds", { year }), say("breaks")];
  const rows = plans().map((plan, index) => {
    const now = solvedOf(solved, plan.id);
    const before = solvedOf(compared, plan.id);
    const cells = judges().map((judge) => {
      const [value, old] = [judge.of(solved, plan.id), judge.of(compared, plan.id)];
      if (!value || value.surplus === null) return cell(words["format.missing"], judge.name);
      const yes = accepts(value);
      const mark = value.red_line ? "⊘" : yes ? "✓" : "✗";
      const meaning = say(value.red_line ? "crosses" : yes ? "accepts" : "refuses");
      const differs = old && old.surplus !== null && old.surplus !== value.surplus;
      const node = cell(`${mark} ${format.signed(value.surplus, 3)}`, judge.name,
        differs && say("difference", { n: format.signed(value.surplus - old.surplus, 3) }), yes ? "yes" : "no");
      node.dataset.surplus = value.surplus;
      node.title = meaning;
      node.firstChild.setAttribute("aria-label", `${meaning}, ${format.signed(value.surplus, 3)}`);
      node.firstChild.setAttribute("role", "img");
      return node;
    });
    const survival = now.survival?.[year] ?? null;
    const old = before?.survival?.[year];
    const held = cell(format.percent(survival), heads.at(-2),
      old !== undefined && survival !== null && old !== survival && say("difference", { n: format.signed(100 * (survival - old), 1) }));
    held.dataset.survival = survival;
    const why = breaks(solved, plan);
    const verdict = now.signable ? say("signable") : why.join(" ");
    const kind = `key c${index % 7}${index >= 7 ? " second" : ""}`;
    return make("tr", { "data-plan": plan.id, class: plan.id === state.picked ? "picked" : undefined },
      make("th", { scope: "row" },
        make("button", { type: "button", class: "pick", "aria-pressed": String(plan.id === state.picked), onclick: () => pick(plan.id) },
          make("i", { class: kind, "aria-hidden": "true" }), `${index + 1}. ${plan.name}`)),
      ...cells, held,
      cell((plan.tabled ? "" : say("untabled") + " ") + verdict, heads.at(-1), null, now.signable ? "yes why" : "why"));
  });
  const focused = document.activeElement?.closest("#plans tr")?.dataset.plan;
  at("plans").replaceChildren(
    make("thead", {}, make("tr", {}, ...heads.map((head) => make("th", { scope: "col" }, head)))),
    make("tbody", {}, ...rows));
  if (focused) document.querySelector(`#plans tr[data-plan="${CSS.escape(focused)}"] button`)?.focus();
};

const widthOf = (id) => Math.max(260, Math.floor(at(id).clientWidth));

const drawSurvival = (solved) => {
  const width = widthOf("survival");
  const lines = plans().map((plan, index) => {
    const values = solvedOf(solved, plan.id)?.survival ?? null;
    const old = isCompared() ? solvedOf(state.original, plan.id)?.survival : null;
    const differs = old && (!values || old.some((share, year) => share !== values[year]));
    return {
      number: index + 1, colour: index, values, before: differs ? old : null, expiry: expiry(plan.id), picked: plan.id === state.picked,
    };
  });
  const year = state.opened.headline;
  const told = lines.filter((line) => line.values).map((line) => `${line.number}: ${format.percent(line.values[year])}`);
  at("survival").innerHTML = survivalChart({
    width, height: Math.round(Math.min(380, Math.max(250, width * 0.55))), lines, axis: say("years"),
    label: say("survival_alt", { year, list: told.join(words["format.semicolon"]) }),
    percent: (share) => format.percent(share, 0),
  });
};

const drawParts = (solved) => {
  const plan = plans().find((it) => it.id === state.picked);
  at("parts-title").textContent = say("parts_of", { plan: plan.name });
  const charts = judges().map((judge) => {
    const value = judge.of(solved, plan.id);
    const old = isCompared() ? judge.of(state.original, plan.id) : null;
    if (!value || value.surplus === null) return make("p", {}, say("unavailable"));
    const before = (of) => old?.breakdown.find((part) => part.of === of)?.value;
    const parts = value.breakdown.filter((part) => part.value !== 0 || before(part.of))
      .map((part) => ({ key: part.of, name: state.opened.parts[part.of] ?? part.of, value: part.value, before: before(part.of) }));
    parts.push({ key: "surplus", name: say("surplus"), value: value.surplus, before: old?.surplus, total: true });
    const said = say(value.red_line ? "side_crosses" : accepts(value) ? "side_accepts" : "side_refuses", { who: judge.name });
    const box = make("div", { class: "half" }, make("h4", {}, said));
    const values = say("value_of", { v: format.number(value.V, 3), s: format.signed(value.surplus, 3) });
    box.append(make("p", { class: "more" }, values));
    const figure = make("div");
    figure.innerHTML = partsChart({
      width: Math.min(420, widthOf("parts")), parts, side: judge.key === "challenger" || judge.key === "defender" ? judge.key : "other",
      number: (x) => format.signed(x, 3),
      label: parts.map((part) => format.said(part.name, format.signed(part.value, 3))).join(words["format.semicolon"]),
    });
    box.append(figure);
    return box;
  });
  at("parts").replaceChildren(...charts);
};

const drawVerdict = (solved) => {
  const signable = plans().filter((plan) => plan.tabled && solvedOf(solved, plan.id)?.signable);
  const before = isCompared() && plans().filter((plan) => plan.tabled && solvedOf(state.original, plan.id)?.signable);
  const names = (all) => (all.length ? format.list(all.map((plan) => plan.name)) : say("none"));
  const now = signable.length ? say("verdict", { plans: names(signable) }) : say("verdict_none");
  const differs = before && before.map((it) => it.id).join() !== signable.map((it) => it.id).join();
  const then = differs ? make("span", { class: "before" }, " " + say("verdict_before", { plans: names(before) })) : "";
  at("verdict").replaceChildren(now, then);
};

const draw = () => {
  const solved = state.solved;
  if (!solved) return;
  drawVerdict(solved);
  drawSurvival(solved);
  drawTable(solved);
  drawParts(solved);
};

const drawTake = () => {
  const set = settings();
  const command = (name, ...rest) => commandLine(["armistice", name, given.file, ...given.options, ...rest], set);
  at("command").textContent = command("evaluate") + "\n" + command("run", "--trials", at("trials").value || firstTrials(state.opened), "--seed", at("seed").value || state.opened.seed);
  at("count").textContent = set.length ? fill(words[set.length === 1 ? "explore.changes.one" : "explore.changes.other"], { n: set.length }) : say("unchanged");
  at("undo").disabled = set.length === 0;
};

// --- Asking ------------------------------------------------------------------------------------------------------

let library;
let asked = 0;
let busy = false;

const showFaults = (faults) => {
  state.faults = faults;
  const told = (fault) => [fault.message, fault.hint].filter(Boolean).join(" — ");
  const ofControl = new Map();
  const others = [];
  for (const fault of faults) {
    if (fault.key && state.changed.has(fault.key) && state.controls.has(fault.key)) ofControl.set(fault.key, told(fault));
    else others.push(told(fault));
  }
  for (const [path, all] of state.controls) for (const control of all) control.blame(ofControl.get(path));
  at("faults").hidden = others.length === 0;
  at("faults").replaceChildren(...others.map((text) => make("p", {}, text)));
};

// Solves what is set now; while an answer is on its way, only the latest question waits.
const solve = async () => {
  asked += 1;
  if (busy) return;
  busy = true;
  const late = setTimeout(() => document.body.classList.add("late"), 120);
  try {
    while (true) {
      const mine = asked;
      const set = settings();
      const { answer, took } = await library.ask({ ask: "solve", set });
      if (answer.solved) state.solved = answer.solved;
      showFaults(answer.faults ?? []);
      document.body.dataset.took = took.toFixed(2);
      if (set.length === 0 && answer.solved) state.original = answer.solved;
      const begun = performance.now();
      draw();
      document.body.dataset.drawn = (performance.now() - begun).toFixed(2);
      if (mine === asked) break;
    }
  } finally {
    clearTimeout(late);
    document.body.classList.remove("late");
    document.body.classList.toggle("wrong", state.faults.length > 0);
    document.body.dataset.settled = String(asked);
    busy = false;
  }
};

const moved = (path) => {
  for (const control of state.controls.get(path) ?? []) control.show();
  at("trials-stale").hidden = at("outcome").hidden;
  at("toml").open = false;
  drawTake();
  solve();
};

// --- Controls ----------------------------------------------------------------------------------------------------

const control = (of) => {
  const made = makeControl(of, state, words, format, moved);
  const known = state.controls.get(of.path) ?? [];
  state.controls.set(of.path, [...known.filter((it) => it.node.isConnected), made]);
  return made.node;
};

const fillTerms = () => {
  const terms = state.opened.controls.filter((it) => it.plan === state.picked);
  at("terms").replaceChildren(...terms.map(control));
  at("pick").value = state.picked;
};

const numbers = () => state.opened.controls.filter((it) => !it.plan);

const fillLeading = () => {
  const all = numbers();
  const ranked = state.order.map((path) => all.find((it) => it.path === path)).filter(Boolean);
  const rest = all.filter((it) => it.uncertain && !ranked.includes(it));
  at("leading").replaceChildren(...[...ranked, ...rest].slice(0, 10).map(control));
  at("leading-note").textContent = ranked.length ? say("leading_note", { n: given.trials }) : say("leading_order");
};

const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

const fillFound = () => {
  const wanted = plain(at("search").value).split(/\s+/).filter(Boolean);
  const has = (it) => wanted.every((word) => plain(`${it.name} ${it.path} ${it.unit}`).includes(word));
  const found = wanted.length ? numbers().filter(has) : [];
  at("found").replaceChildren(...found.slice(0, 12).map(control));
  at("found-count").textContent = wanted.length === 0 ? say("search_all", { n: numbers().length })
    : found.length ? say("search_found", { n: found.length, shown: Math.min(12, found.length) }) : say("search_none");
};

const pick = (id) => {
  state.picked = id;
  fillTerms();
  draw();
};

const undoAll = () => {
  const paths = [...state.changed.keys()];
  state.changed.clear();
  for (const path of paths) for (const it of state.controls.get(path) ?? []) it.show();
  moved("");
};

// --- Monte Carlo -------------------------------------------------------------------------------------------------

let running = null;

const drawOutcome = (summary) => {
  const order = ["peace_held", "resumed_by_challenger", "resumed_by_defender", "no_settlement", "frozen"];
  const place = ({ key }) => (order.includes(key) ? order.indexOf(key) : order.length);
  const rows = state.opened.classes.toSorted((a, b) => place(a) - place(b)).map(({ key, name }) => {
    const { share, low, high } = summary.classes[key];
    const interval = low === null || high === null ? words["format.missing"] : format.range(low, high);
    return { key, name, share, low, high, interval, text: `${format.percent(share)} (${interval})` };
  });
  at("shares").innerHTML = sharesChart({
    width: Math.min(640, widthOf("outcome")), rows,
    label: rows.map((row) => format.said(row.name, row.text)).join(words["format.semicolon"]),
  });
};

const stopRun = (said) => {
  running?.stop();
  running = null;
  at("run").disabled = false;
  at("stop").disabled = true;
  at("progress").hidden = true;
  at("run-said").textContent = said;
};

const runTrials = async () => {
  at("run").disabled = true;
  at("stop").disabled = false;
  at("outcome").hidden = true;
  at("run-said").textContent = say("running");
  const set = [...settings(), `run.trials=${at("trials").value}`, `run.seed=${at("seed").value}`];
  const progress = at("progress");
  progress.max = Number(at("trials").value) * (state.opened.twice ? 2 : 1) || 1;
  progress.value = 0;
  progress.hidden = false;
  const mine = { stop: () => {} };
  running = mine;
  try {
    const own = await startLibrary((played) => { progress.value += played; });
    mine.stop = own.stop;
    if (running !== mine) return own.stop();
    const opened = await own.ask(begin(state.scenario));
    const { answer } = opened.answer.faults ? opened : await own.ask({ ask: "run", set });
    if (running !== mine) return;
    if (answer.faults) return stopRun(answer.faults.map((it) => it.message).join(" "));
    state.summary = answer.summary;
    stopRun(say("done"));
    at("outcome").hidden = false;
    at("trials-stale").hidden = true;
    drawOutcome(JSON.parse(answer.summary));
  } catch (error) {
    if (running === mine) stopRun(String(error));
  }
};

// --- To take away ------------------------------------------------------------------------------------------------

const copy = async (button, text) => {
  const label = button.textContent;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // A page that was opened from a file may not be allowed to: the old way is.
    const area = make("textarea", { class: "away" });
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
    button.focus();
  }
  button.textContent = say("copied");
  setTimeout(() => { button.textContent = label; }, 1500);
};

const writeToml = async () => {
  const { answer } = await library.ask({ ask: "write", set: settings() });
  at("toml-text").textContent = answer.written ?? (answer.faults ? answer.faults.map((it) => it.message).join("\n") : say("unwritable"));
  at("copy-toml").disabled = !answer.written;
};

// --- A scenario of one's own -------------------------------------------------------------------------------------

const openOwn = async () => {
  const text = at("own-text").value;
  const scenario = { name: say("own_file"), text, set: [], plans: null };
  const fresh = await startLibrary();
  const { answer } = await fresh.ask(begin(scenario));
  const list = at("own-faults");
  if (answer.faults) {
    fresh.stop();
    list.replaceChildren(...answer.faults.map((fault) => {
      const place = fault.line ? say("place", { line: fault.line, column: fault.column }) : "";
      const told = [format.said(place || say("whole"), fault.message), fault.hint].filter(Boolean).join(" — ");
      const go = () => {
        const lines = text.split("\n").slice(0, fault.line - 1);
        const start = lines.reduce((sum, line) => sum + line.length + 1, 0) + fault.column - 1;
        at("own-text").focus();
        at("own-text").setSelectionRange(start, start);
      };
      return make("li", {}, fault.line ? make("button", { type: "button", class: "link", onclick: go }, told) : told);
    }));
    at("own-said").textContent = fill(words[answer.faults.length === 1 ? "explore.own_faults.one" : "explore.own_faults.other"], { n: answer.faults.length });
    return;
  }
  list.replaceChildren();
  library.stop();
  library = fresh;
  given.file = say("own_file");
  given.options = [];
  state.order = [];
  at("own-said").textContent = say("own_opened", { name: answer.opened.name });
  await show(scenario, answer.opened);
  at("title").scrollIntoView();
};

// --- Beginning ---------------------------------------------------------------------------------------------------

const show = async (scenario, opened) => {
  stopRun("");
  Object.assign(state, { scenario, opened, original: null, solved: null, picked: opened.plans[0].id, controls: new Map() });
  state.changed.clear();
  at("title").textContent = opened.name;
  document.title = format.said(say("title"), opened.name);
  at("summary").textContent = opened.summary ?? "";
  at("pick").replaceChildren(...opened.plans.map((plan, index) => make("option", { value: plan.id }, `${index + 1}. ${plan.name}`)));
  at("trials").value = firstTrials(opened);
  at("seed").value = opened.seed;
  at("outcome").hidden = true;
  fillTerms();
  fillLeading();
  fillFound();
  drawTake();
  await solve();
  // The plan to look at first is one that would be signed.
  const first = opened.plans.find((plan) => plan.tabled && solvedOf(state.solved, plan.id)?.signable);
  if (first) pick(first.id);
};

const start = async () => {
  try {
    library = await startLibrary();
    const { answer } = await library.ask(begin(given.scenario));
    if (answer.faults) throw new Error(answer.faults.map((it) => it.message).join(" "));
    await show(given.scenario, answer.opened);
  } catch (error) {
    at("verdict").textContent = say("failed", { error: String(error.message ?? error) });
    return;
  }
  document.body.classList.add("ready");
};

at("pick").addEventListener("change", () => pick(at("pick").value));
at("search").addEventListener("input", fillFound);
at("compare").addEventListener("change", draw);
at("undo").addEventListener("click", undoAll);
at("run").addEventListener("click", runTrials);
at("stop").addEventListener("click", () => stopRun(say("stopped")));
for (const id of ["trials", "seed"]) at(id).addEventListener("input", drawTake);
at("copy-command").addEventListener("click", (event) => copy(event.target, at("command").textContent));
at("copy-toml").addEventListener("click", (event) => copy(event.target, at("toml-text").textContent));
at("copy-summary").addEventListener("click", (event) => copy(event.target, state.summary));
at("toml").addEventListener("toggle", () => { if (at("toml").open) writeToml(); });
at("own-template").addEventListener("click", () => { at("own-text").value = given.template; });
at("own-this").addEventListener("click", async () => {
  const { answer } = await library.ask({ ask: "write", set: settings() });
  at("own-text").value = answer.written ?? state.scenario.text;
});
at("own-open").addEventListener("click", openOwn);
let drawnWidth = window.innerWidth;
window.addEventListener("resize", () => {
  if (window.innerWidth === drawnWidth) return;
  drawnWidth = window.innerWidth;
  draw();
  if (state.summary && !at("outcome").hidden) drawOutcome(JSON.parse(state.summary));
});
start();
