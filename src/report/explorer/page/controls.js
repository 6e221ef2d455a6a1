// The controls: a slider and a number field for each number that can be moved.

const make = (name, attributes = {}, ...children) => {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (value === true) node.setAttribute(key, "");
    else if (value !== false && value !== undefined && value !== null) node.setAttribute(key, value);
  }
  node.append(...children);
  return node;
};

// A control for `control` of the library's list. `state.changed` holds what was moved, by path; `moved` is told.
const makeControl = (control, state, words, format, moved) => {
  const id = "control-" + control.path.replace(/[^\w]/g, "-");
  const value = () => state.changed.get(control.path) ?? control.word ?? (control.value === null ? "" : format.field(control.value));
  const word = control.may_be?.[0];
  const slider = make("input", {
    type: "range", min: control.range[0], max: control.range[1], step: control.step,
    "aria-label": fill(words["explore.slider"], { name: control.name }), "data-path": control.path,
  });
  const field = make("input", { type: "number", step: "any", id, "data-path": control.path, "aria-describedby": id + "-more" });
  const tick = word && make("input", { type: "checkbox", id: id + "-word", "data-path": control.path });
  const undo = make("button", { type: "button", class: "undo", "aria-label": fill(words["explore.undo_one"], { name: control.name }) }, "↺");
  const more = make("p", { class: "more", id: id + "-more" });
  const fault = make("p", { class: "fault", role: "alert", hidden: true });
  const node = make("div", { class: "control", "data-control": control.path },
    make("div", { class: "head" }, make("label", { for: id }, control.name, " ", make("small", {}, control.unit)), undo),
    make("div", { class: "inputs" }, slider, field,
      ...(tick ? [make("label", { class: "tick" }, tick, control.may_be[1])] : [])),
    more, fault);

  // What is shown follows what was set.
  const show = () => {
    const now = value();
    const isWord = now === word;
    const isChanged = state.changed.has(control.path);
    if (document.activeElement !== field) field.value = isWord ? "" : now;
    if (document.activeElement !== slider) slider.value = isWord ? slider.max : now;
    slider.setAttribute("aria-valuetext", isWord ? control.may_be[1] : format.said(now, control.unit));
    if (tick) tick.checked = isWord;
    undo.hidden = !isChanged;
    node.classList.toggle("changed", isChanged);
    node.classList.toggle("worded", isWord);
    const uncertain = control.uncertain ? fill(words[isChanged ? "explore.was_uncertain" : "explore.uncertain"], { written: control.uncertain }) : "";
    const original = control.word ? control.may_be?.[1] ?? control.word : format.field(control.value);
    const before = isChanged && !control.uncertain ? fill(words["explore.was"], { value: original }) : uncertain;
    more.textContent = before;
    more.hidden = before === "";
  };
  const set = (text) => {
    if (text === null) state.changed.delete(control.path);
    else state.changed.set(control.path, text);
    show();
    moved(control.path);
  };
  slider.addEventListener("input", () => { field.value = slider.value; set(slider.value); });
  field.addEventListener("input", () => {
    if (field.value !== "") { slider.value = field.value; set(field.value); }
  });
  field.addEventListener("blur", show);
  tick?.addEventListener("change", () => set(tick.checked ? word : slider.value));
  undo.addEventListener("click", () => { set(null); field.focus(); });
  // Faults of this number, in the words of the check.
  const blame = (text) => {
    fault.hidden = !text;
    fault.textContent = text ?? "";
    field.setAttribute("aria-invalid", text ? "true" : "false");
  };
  show();
  return { node, show, blame, path: control.path };
};
