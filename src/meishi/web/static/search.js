// Search as you type: sends the search form again while its fields change, and puts what was found into the page.
// Without this script, the button does the same.
"use strict";

for (const form of document.querySelectorAll("form[data-search]")) {
  const found = document.getElementById(form.dataset.search);
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
      found.replaceChildren(...page.getElementById(found.id).childNodes);
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
