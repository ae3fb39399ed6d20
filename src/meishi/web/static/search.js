// Search as you type: sends the search form again while its fields change, and puts what was found into the page. Only
// how many were found is read out.
// Without this script, the button does the same.
"use strict";

for (const form of document.querySelectorAll("form[data-search]")) {
  const places = form.dataset.search.split(" ").map((id) => document.getElementById(id));
  let timer;
  let running;

  const search = async () => {
    running?.abort();
    running = new AbortController();
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body: new URLSearchParams(new FormData(form)),
        signal: running.signal,
      });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const place of places) place.replaceChildren(...page.getElementById(place.id).childNodes);
    } catch (error) {
      if (error.name !== "AbortError") throw error;
    }
  };

  form.addEventListener("input", (event) => {
    // Kana on its way to becoming kanji is not searched for.
    if (event.isComposing) return;
    clearTimeout(timer);
    timer = setTimeout(search, 200);
  });
  form.addEventListener("compositionend", () => {
    clearTimeout(timer);
    timer = setTimeout(search, 200);
  });
  // What was typed before this script was there.
  if ([...form.elements].some((field) => "defaultValue" in field && field.value !== field.defaultValue)) search();
}
