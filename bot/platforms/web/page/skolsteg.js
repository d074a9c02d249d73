"use strict";
// The page works without this script; with it, conversations change in place and tell each other.

const body = document.body;
const dialog = document.getElementById("dialog");
const status = document.getElementById("status");
const query = body.dataset.query;
let working = false;
let lost = false;

function busy(on) {
  working = on;
  body.setAttribute("aria-busy", on);
  clearTimeout(busy.timer);
  if (on) busy.timer = setTimeout(() => { status.textContent = body.dataset.busy; }, 700);
  else status.textContent = lost ? body.dataset.lost : "";
}

function connection(ok) {
  const again = ok && lost;
  lost = !ok;
  status.textContent = lost ? body.dataset.lost : "";
  if (again) everything();
}

async function take(address, options = {}) {
  const answer = await fetch(address, { ...options, headers: { "X-Skolsteg": "page" } });
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

// Put what came into the page; `pressed` says that somebody here asked for it.
function place(answer, pressed) {
  for (const part of answer.querySelectorAll("[data-swap]")) swap(part);
  let changed = null;
  for (const log of answer.querySelectorAll("[data-log]")) changed = merge(log, pressed) || changed;
  const shown = answer.querySelector("[data-shown]");
  if (!pressed) return;
  if (shown) return show(shown);
  if (dialog.open) dialog.close();
  if (changed && document.activeElement === body) focusOn(changed);
}

function swap(part) {
  const old = document.getElementById(part.id);
  if (!old || old.outerHTML === part.outerHTML) return;
  const held = old.contains(document.activeElement) && document.activeElement.id;
  old.replaceWith(part);
  if (held) document.getElementById(held)?.focus();
  if (part.dataset.target) {
    for (const pane of document.querySelectorAll(".pane")) pane.toggleAttribute("data-next", pane.id === part.dataset.target);
  }
}

function merge(fresh, pressed) {
  const log = document.querySelector(`[data-log="${fresh.dataset.log}"]`);
  if (!log) return null;
  const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 80;
  const cards = [...fresh.querySelectorAll("article")];
  const kept = new Set(cards.map((card) => card.id));
  let first = null;
  for (const old of log.querySelectorAll("article")) if (!kept.has(old.id)) old.remove();
  for (const card of cards) {
    const old = log.querySelector(`#${card.id}`);
    if (old && old.dataset.revision === card.dataset.revision && old.lang === card.lang) continue;
    const held = old?.contains(document.activeElement);
    card.classList.add("fresh");
    if (old) old.replaceWith(card);
    else log.append(card);
    if (held) focusOn(card);
    first ??= card;
  }
  if (!first) return null;
  if (pressed || atEnd) log.scrollTop = first.offsetTop - 12;
  const tab = document.querySelector(`[data-tab="${log.closest(".pane").id}"]`);
  if (!tab.hasAttribute("aria-current")) tab.querySelector(".new").hidden = false;
  return first;
}

function focusOn(card) {
  const target = card.querySelector("[aria-invalid]") || card.querySelector("h3:not(.hidden)") || card;
  target.focus({ preventScroll: true });
}

function show(part) {
  dialog.querySelector(".content").replaceChildren(part);
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
  focusOn(part.querySelector("article"));
}

function said(form, words) {
  const log = form.closest(".pane").querySelector(".log");
  const bubble = document.createElement("p");
  const who = document.createElement("span");
  who.className = "hidden";
  who.textContent = `${body.dataset.mine} `;
  bubble.className = "mine";
  bubble.append(who, words);
  log.append(bubble);
  log.scrollTop = log.scrollHeight;
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  const button = event.submitter;
  if (form.method !== "post") return;
  if (working) return event.preventDefault();
  busy(true);
  if ("plain" in form.dataset) return;
  event.preventDefault();
  const sent = new URLSearchParams(new FormData(form, button));
  sent.set("key", crypto.randomUUID());
  if (sent.get("text")) said(form, sent.get("text"));
  if (form.matches(".composer")) form.reset();
  try {
    place(await take(button?.getAttribute("formaction") || form.getAttribute("action"), { method: "POST", body: sent }), true);
  } catch {
    connection(false);
  } finally {
    busy(false);
  }
});

document.addEventListener("change", (event) => {
  if ("submit" in event.target.dataset) event.target.form.requestSubmit();
});

// Nothing of what was only shown stays behind in the page.
dialog.addEventListener("close", () => dialog.querySelector(".content").replaceChildren());

async function refresh(address) {
  try { place(await take(`${address}?${query}`), false); } catch { connection(false); }
}

function controls() {
  clearTimeout(controls.timer);
  controls.timer = setTimeout(() => refresh("/controls"), 250);
}

function everything() {
  controls();
  for (const log of document.querySelectorAll("[data-log]")) refresh(`/conversation/${log.dataset.log}`);
}

const changes = new EventSource("/changes");
changes.addEventListener("conversation", (event) => {
  if (document.querySelector(`[data-log="${event.data}"]`)) refresh(`/conversation/${event.data}`);
  controls();
});
changes.addEventListener("stage", everything);
changes.addEventListener("open", () => connection(true));
changes.addEventListener("error", () => connection(false));

const seen = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    const tab = document.querySelector(`[data-tab="${target.id}"]`);
    tab.ariaCurrent = isIntersecting ? "true" : null;
    if (isIntersecting) tab.querySelector(".new").hidden = true;
  }
}, { root: document.querySelector("main"), threshold: 0.6 });
for (const pane of document.querySelectorAll(".pane")) seen.observe(pane);
for (const card of document.querySelectorAll(".log article:last-of-type")) card.parentElement.scrollTop = card.offsetTop - 12;
window.addEventListener("pageshow", () => busy(false));
