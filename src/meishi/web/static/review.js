// The card beside its form: regions and values point at each other, keys take the way through the form, and what was
// changed is saved as soon as the reader goes on. Without this script, the buttons do the same.
"use strict";

const form = document.querySelector("form.values");
const values = [...form.querySelectorAll("input[id^='line-']")];
const regionOf = (value) => document.getElementById(value.dataset.region);
const wasOf = (value) => value.closest(".value").querySelector("input[name=was]").value;
const kindOf = (value) => value.closest(".value").querySelector("select[data-was]");
const isChanged = (value) => {
  const kind = kindOf(value);
  return value.value !== wasOf(value) || (kind !== null && kind.value !== kind.dataset.was);
};
const markChanged = (value) => {
  value.closest(".value").querySelector(".changed").hidden = !isChanged(value);
};

// Moves the pictures alone; the page stays where its reader is.
const bringIntoSight = (region) => {
  for (const frame of [region.closest(".window"), region.closest(".pictures")]) {
    const [there, here] = [region.getBoundingClientRect(), frame.getBoundingClientRect()];
    frame.scrollLeft += Math.max(0, there.right - here.right) + Math.min(0, there.left - here.left);
    frame.scrollTop += Math.max(0, there.bottom - here.bottom) + Math.min(0, there.top - here.top);
  }
};

let isSending = false;
form.addEventListener("submit", (event) => {
  // Twice is a conflict with oneself.
  if (isSending) event.preventDefault();
  isSending = true;
});
window.addEventListener("pageshow", () => (isSending = false));

const goTo = (place) => values[Math.max(0, Math.min(values.length - 1, place))].focus();

const save = (focus) => {
  form.elements.focus.value = focus?.id ?? "";
  form.requestSubmit();
};

const press = (button, focus) => {
  form.elements.focus.value = focus?.id ?? "";
  button.click();
};

for (const [place, value] of values.entries()) {
  const region = regionOf(value);

  value.addEventListener("focus", () => {
    region?.classList.add("here");
    if (region) bringIntoSight(region);
    // Whatever was changed before is saved by going on.
    const changed = values.find((other) => other !== value && isChanged(other));
    if (changed && !value.readOnly) save(value);
  });
  value.addEventListener("blur", () => region?.classList.remove("here"));
  value.addEventListener("input", () => markChanged(value));
  kindOf(value)?.addEventListener("change", () => markChanged(value));
  region?.parentElement.addEventListener("click", (event) => {
    event.preventDefault();
    value.focus();
  });

  value.addEventListener("keydown", (event) => {
    // Kana on its way to becoming kanji has these keys for itself.
    if (event.isComposing || value.readOnly) return;
    const next = values[place + 1] ?? value;
    if (event.key === "Enter") {
      event.preventDefault();
      const right = value.closest(".value").querySelector("button[name=confirm]");
      if (event.ctrlKey || event.metaKey) press(form.querySelector("button[name=then]"));
      else if (isChanged(value)) save(next);
      else if (right) press(right, next);
      else goTo(place + 1);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      goTo(place + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Escape") {
      value.value = wasOf(value);
      if (kindOf(value)) kindOf(value).value = kindOf(value).dataset.was;
      value.dispatchEvent(new Event("input"));
    }
  });
}

// The line that the reader went to before the form was saved.
const target = location.hash && document.getElementById(location.hash.slice(1));
if (target && values.includes(target)) target.focus();
else if (values.includes(document.activeElement)) document.activeElement.dispatchEvent(new Event("focus"));

for (const figure of document.querySelectorAll(".zoomable")) {
  const [frame, picture] = [figure.querySelector(".window"), figure.querySelector(".picture")];
  let scale = 1;

  const zoom = (factor) => {
    scale = Math.max(1, Math.min(6, scale * factor));
    if (scale < 1.1) scale = 1;
    const middle = (frame.scrollLeft + frame.clientWidth / 2) / frame.scrollWidth;
    const height = (frame.scrollTop + frame.clientHeight / 2) / frame.scrollHeight;
    if (!frame.classList.contains("large")) frame.style.height = `${frame.clientHeight}px`;
    frame.classList.toggle("large", scale > 1);
    if (scale === 1) frame.style.height = "";
    picture.style.width = `${100 * scale}%`;
    frame.scrollLeft = middle * frame.scrollWidth - frame.clientWidth / 2;
    frame.scrollTop = height * frame.scrollHeight - frame.clientHeight / 2;
  };

  for (const button of figure.querySelectorAll("[data-zoom]")) {
    button.hidden = false;
    button.addEventListener("click", () => zoom(Number(button.dataset.zoom)));
  }
  frame.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    zoom(event.deltaY < 0 ? 1.2 : 1 / 1.2);
  }, { passive: false });

  // A finger moves what scrolls by itself; a mouse draws it along.
  frame.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "mouse" || scale === 1) return;
    const from = [event.clientX + frame.scrollLeft, event.clientY + frame.scrollTop];
    const move = (moved) => frame.scrollTo(from[0] - moved.clientX, from[1] - moved.clientY);
    event.preventDefault();
    window.addEventListener("pointermove", move);
    window.addEventListener("pointerup", () => window.removeEventListener("pointermove", move), { once: true });
  });
}
