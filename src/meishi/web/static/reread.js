// Reading a part of the card again: a box drawn on the picture, or the card's line that was chosen, is read into the
// value that had the focus last, where it waits for its reader. Without this script, the form for lines does the same.
"use strict";

{
  const reread = document.getElementById("reread");
  const reading = document.getElementById("reading");
  const inputs = [...document.querySelectorAll("form.values .entry input[name=value]")];
  const pathOf = (input) => input.closest(".value").querySelector("[name=path]").value;
  const labelOf = (input) => document.querySelector(`label[for="${input.id}"]`).firstChild.textContent.trim();
  const isFar = (one, other) => Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY) > 6;

  let current = inputs.find((input) => input === document.activeElement || input.autofocus) ?? inputs[0];
  document.addEventListener("focusin", (event) => {
    if (inputs.includes(event.target)) current = event.target;
  });

  const readInto = async (input, region) => {
    const sent = new URLSearchParams(new FormData(reread));
    sent.set("region", region);
    sent.set("path", pathOf(input));
    reading.textContent = reading.dataset.wait;
    let read;
    try {
      const answer = await fetch(reread.action, { method: "POST", body: sent });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      read = answer.ok && page.getElementById(input.id);
      // A page that refuses says why.
      if (!read) reading.textContent = [...page.querySelectorAll("[data-why]")].map((why) => why.textContent).join(" ");
    } catch {
      reading.textContent = reading.dataset.failed;
    }
    if (!read) return;
    input.focus();
    reading.textContent = read.value === input.value ? reading.dataset.same : reading.dataset.done;
    input.value = read.value;
    input.lang = read.lang;
    input.dispatchEvent(new Event("input"));
    const [here, there] = [input, read].map((place) => place.closest(".value"));
    here.querySelector(".chips")?.remove();
    const chips = there.querySelector(".chips");
    if (chips) here.append(document.adoptNode(chips));
  };

  reread.addEventListener("submit", (event) => {
    event.preventDefault();
    const { path, region } = reread.elements;
    const input = inputs.find((one) => pathOf(one) === path.value) ?? inputs.at(-1);
    // What is missing goes where something is added.
    if (pathOf(input) !== path.value) input.closest(".value").querySelector("select").value = path.value;
    readInto(input, region.value);
  });

  for (const figure of document.querySelectorAll(".zoomable")) {
    const button = figure.querySelector("[data-draw]");
    if (!button) continue;
    const [frame, card] = [figure.querySelector(".window"), figure.querySelector("svg[data-card]")];
    const box = document.createElementNS(card.namespaceURI, "rect");
    box.setAttribute("class", "box");
    let from;
    let hasTaken = false;

    const isDrawing = () => figure.classList.contains("drawing");
    const setDrawing = (on) => {
      from = undefined;
      box.remove();
      figure.classList.toggle("drawing", on);
      button.setAttribute("aria-pressed", on);
      reading.textContent = on ? reading.dataset.draw.replace("{field}", labelOf(current)) : "";
    };
    const placeOf = (event) => {
      const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(card.getScreenCTM().inverse());
      const { width, height } = card.viewBox.baseVal;
      return [Math.round(Math.max(0, Math.min(width, x))), Math.round(Math.max(0, Math.min(height, y)))];
    };
    const stretch = (event) => {
      const [[x, y], [left, top]] = [placeOf(event), placeOf(from)];
      const sides = [Math.min(x, left), Math.min(y, top), Math.abs(x - left), Math.abs(y - top)];
      ["x", "y", "width", "height"].forEach((name, place) => box.setAttribute(name, sides[place]));
      return sides;
    };
    const take = (event) => {
      const sides = stretch(event);
      setDrawing(false);
      hasTaken = true;
      setTimeout(() => (hasTaken = false));
      readInto(current, [card.dataset.card, ...sides].join(" "));
    };

    button.hidden = false;
    button.addEventListener("click", () => setDrawing(!isDrawing()));
    figure.addEventListener("keydown", (event) => event.key === "Escape" && isDrawing() && setDrawing(false));

    // Before those who move the picture or go to a value hear of it.
    const listen = (name, hear) =>
      frame.addEventListener(name, (event) => {
        if (!isDrawing()) return;
        event.preventDefault();
        event.stopPropagation();
        hear(event);
      }, { capture: true });
    let isSecond = false;
    listen("pointerdown", (event) => {
      isSecond = from !== undefined;
      from ??= event;
      card.append(box);
      stretch(event);
      frame.setPointerCapture(event.pointerId);
    });
    listen("pointermove", (event) => from && stretch(event));
    listen("pointerup", (event) => {
      // Drawn in one go, or from corner to corner by two clicks.
      if (from && (isSecond || isFar(event, from))) take(event);
    });
    listen("pointercancel", () => setDrawing(true));
    // The click that follows on a drawn box is none at a value.
    frame.addEventListener("click", (event) => {
      if (!isDrawing() && !hasTaken) return;
      event.preventDefault();
      event.stopPropagation();
    }, { capture: true });
  }
}
