// Sends pictures one by one, so that what has arrived stays when the connection breaks, and tries again what has not.
// The camera is asked for one after the other. Without this script, the browser sends all of them at once.
"use strict";

{
  const form = document.querySelector("form[enctype]");
  const status = document.getElementById("sending");
  const inputs = [...form.querySelectorAll("input[type=file]")];
  const chosen = [];
  const say = (text, values) =>
    (status.textContent = Object.entries(values).reduce((said, [name, value]) => said.replace(`{${name}}`, value), text));
  const pause = (seconds) => new Promise((resume) => setTimeout(resume, 1000 * seconds));

  for (const input of inputs) {
    input.required = false;
    input.addEventListener("change", () => {
      chosen.push(...input.files);
      // Free for the next ones: the camera gives one at a time.
      input.value = "";
      say(status.dataset.chosen, { count: chosen.length });
    });
  }

  const sendOne = async (picture) => {
    const sent = new FormData(form);
    sent.delete("pictures");
    sent.append("pictures", picture);
    for (let wait = 1; ; wait = Math.min(30, 2 * wait)) {
      try {
        const answer = await fetch(form.action, { method: "POST", body: sent, redirect: "manual" });
        if (answer.type === "opaqueredirect") return "";
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        return [...page.querySelectorAll("[data-why]")].map((why) => why.textContent).join(" ") || `${answer.status}`;
      } catch {
        // The server is away, or the network; it may come back.
        say(status.dataset.away, { seconds: wait });
        await pause(wait);
      }
    }
  };

  const stay = (event) => event.preventDefault();

  form.addEventListener("submit", async (event) => {
    if (!chosen.length) return;
    event.preventDefault();
    const [button] = form.querySelectorAll("button.main");
    button.disabled = true;
    window.addEventListener("beforeunload", stay);
    const all = chosen.length;
    const refused = [];
    for (const [done, picture] of chosen.splice(0).entries()) {
      say(status.dataset.sending, { done, all });
      const why = await sendOne(picture);
      if (!why) continue;
      refused.push(`${picture.name}: ${why}`);
      // The button tries it again.
      chosen.push(picture);
    }
    window.removeEventListener("beforeunload", stay);
    button.disabled = false;
    if (refused.length) say(refused.join(" "), {});
    else location.assign("/import/progress");
  });
}
