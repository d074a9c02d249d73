// The page works without this script; with it, conversations change in place and tell each other.

const body = document.body, query = body.dataset.query;
const dialog = document.getElementById("dialog"), status = document.getElementById("status");
let working = false, lost = false;
const late = new Set(); // what changed while a press was on its way, whose own answer comes first
const newest = new Map(); // the number of the last look at each address
let looks = 0, stale = 0; // what was asked for before the last press tells how it was

function busy(on) {
  working = on;
  body.setAttribute("aria-busy", on);
  clearTimeout(busy.timer);
  if (on) busy.timer = setTimeout(() => { status.textContent = body.dataset.busy; }, 700);
  else status.textContent = lost ? body.dataset.lost : "";
  if (on) stale = looks;
  if (on) return;
  for (const address of late) refresh(address);
  late.clear();
}

function connection(ok) {
  if (ok && lost) everything();
  lost = !ok;
  status.textContent = lost ? body.dataset.lost : "";
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
  body.classList.add("still");
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
  if (!part.dataset.target) return;
  for (const pane of document.querySelectorAll(".pane")) pane.toggleAttribute("data-next", pane.id === part.dataset.target);
}

function merge(fresh, pressed) {
  const log = document.querySelector(`[data-log="${fresh.dataset.log}"]`);
  if (!log) return null;
  const last = log.querySelector("article:last-of-type");
  const follows = !last || (log.scrollTop + log.clientHeight > last.offsetTop && !log.contains(document.activeElement));
  const cards = [...fresh.querySelectorAll("article")];
  let first = null, replaced = false;
  for (const old of log.querySelectorAll("article")) if (!cards.some((card) => card.id === old.id)) old.remove();
  for (const card of cards) {
    const old = log.querySelector(`#${card.id}`);
    if (old && old.dataset.revision === card.dataset.revision && old.lang === card.lang) continue;
    const held = old?.contains(document.activeElement);
    card.classList.add("fresh");
    old ? old.replaceWith(card) : log.append(card);
    if (held) focusOn(card);
    // After a leap over months, what was said today is what matters.
    if (!first || (!replaced && !old && spoken(card) !== spoken(first))) [first, replaced] = [card, Boolean(old)];
  }
  if (!first) return null;
  if (pressed || follows) scroll(log, first.offsetTop - 12, replaced);
  const tab = document.querySelector(`[data-tab="${log.closest(".pane").id}"]`);
  if (!tab.hasAttribute("aria-current")) tab.querySelector(".new").hidden = false;
  return first;
}

function spoken(card) {
  return card.querySelector("time").dateTime.slice(0, 10);
}

// A long way is a jump: a text that rushes by helps nobody. So is the way to a card that took another's place.
function scroll(log, top, jump) {
  const far = Math.abs(log.scrollTop - top) > log.clientHeight;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  log.scrollTo({ top, behavior: far || jump || calm ? "instant" : "smooth" });
}

function focusOn(card) {
  (card.querySelector("[aria-invalid]") || card.querySelector("h3:not(.hidden)") || card).focus({ preventScroll: true });
}

function show(part) {
  dialog.querySelector(".content").replaceChildren(part);
  if (!dialog.open) dialog.showModal();
  dialog.querySelector(".content").scrollTop = 0;
  focusOn(part.querySelector("article"));
}

function said(form, words) {
  const log = form.closest(".pane").querySelector(".log");
  const bubble = Object.assign(document.createElement("p"), { className: "mine" });
  const who = Object.assign(document.createElement("span"), { className: "hidden", textContent: `${body.dataset.mine} ` });
  bubble.append(who, words);
  log.append(bubble);
  scroll(log, log.scrollHeight);
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
    const address = button?.getAttribute("formaction") || form.getAttribute("action");
    place(await take(address, { method: "POST", body: sent }), true);
  } catch { connection(false); } finally { busy(false); }
});

// The second click of a double click would answer the question that took the first one's place.
document.addEventListener("click", (event) => {
  if (event.detail > 1 && event.target.closest(".log button, dialog .content button")) event.preventDefault();
}, true);
// A new button under a pointer at rest must not look chosen.
document.addEventListener("pointermove", () => body.classList.remove("still"));

document.getElementById("who").addEventListener("change", (event) => event.target.form.requestSubmit());
// Nothing of what was only shown stays behind in the page.
dialog.addEventListener("close", () => dialog.querySelector(".content").replaceChildren());

async function refresh(address) {
  if (working) return late.add(address);
  const look = ++looks;
  newest.set(address, look);
  try {
    const answer = await take(`${address}?${query}`);
    if (newest.get(address) !== look) return;
    if (look <= stale) return refresh(address);
    if (answer.querySelector("[data-shown]")) location.assign("/"); // begun again elsewhere
    place(answer, false);
  } catch { connection(false); }
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
// A conversation opens at the first of the messages that came last.
for (const log of document.querySelectorAll(".log")) {
  const cards = [...log.querySelectorAll("article")], at = (card) => card?.querySelector("time").dateTime;
  const first = cards.find((card) => at(card) === at(cards.at(-1)));
  if (first) log.scrollTo({ top: first.offsetTop - 12, behavior: "instant" });
}
window.addEventListener("pageshow", () => busy(false));
