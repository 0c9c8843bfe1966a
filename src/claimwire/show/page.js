"use strict";
const inspector = document.querySelector(".inspector");
const idle = inspector.innerHTML;
const hidden = new Set();
let pinned = null;

const namesOf = (element) => (element.dataset.c ?? "").split(" ").filter((name) => name && !hidden.has(labelOf(name)));
const ofSlots = (element) => (element.dataset.s ?? "").split(" ").filter(Boolean).map((part) => part.split("/"));
const lookedAt = (element) => {
  if (!element) return [];
  const own = namesOf(element);
  return own.length > 0 ? own : [...new Set(ofSlots(element).map(([name]) => name))].filter((name) => !hidden.has(labelOf(name)));
};
const card = (name) => document.getElementById(name);
const labelOf = (name) => card(name).dataset.label;

// Show the cards of some claims, the innermost first, and mark their words; none of them shows how the page is used.
function show(names) {
  const chosen = new Set(names);
  for (const element of document.querySelectorAll("[data-c]")) {
    const own = namesOf(element).filter((name) => chosen.has(name));
    element.classList.toggle("on", own.length > 0);
    if (own.length > 0) element.style.setProperty("--tint", `var(--t-${labelOf(own.at(-1))})`);
    if (!element.dataset.s) continue;
    const slot = ofSlots(element).find(([name]) => name === names.at(-1));
    element.classList.toggle("slot", slot !== undefined);
    if (slot) element.style.setProperty("--slot", `var(--s-${slot[1]})`);
  }
  inspector.classList.toggle("idle", names.length === 0);
  if (names.length === 0) { inspector.innerHTML = idle; return; }
  inspector.replaceChildren(...[...names].reverse().map((name) => {
    const copy = card(name).cloneNode(true);
    copy.removeAttribute("id");
    return copy;
  }));
  inspector.scrollTop = 0;
}

function look(event) {
  if (pinned) return;
  const element = event.target.closest?.("[data-c]");
  show(lookedAt(element));
}

function pin(element) {
  pinned = element;
  show(lookedAt(element));
  element?.scrollIntoView({ block: "nearest" });
}

const text = document.querySelector(".articles");
text.addEventListener("mouseover", look);
text.addEventListener("mouseleave", () => { if (!pinned) show([]); });
text.addEventListener("focusin", (event) => { if (event.target.matches(".chip")) pin(event.target); });
text.addEventListener("click", (event) => {
  const element = event.target.closest("[data-c]");
  if (element || !event.target.closest("details")) pin(element);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") pin(null);
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step || !document.activeElement.matches(".chip")) return;
  const chips = [...document.querySelectorAll(".chip")].filter((chip) => chip.offsetParent !== null);
  chips[chips.indexOf(document.activeElement) + step]?.focus();
  event.preventDefault();
});
for (const box of document.querySelectorAll(".legend input")) {
  box.addEventListener("change", () => {
    document.body.classList.toggle(`hide-${box.value}`, !box.checked);
    if (box.checked) hidden.delete(box.value); else hidden.add(box.value);
    pin(null);
  });
}
