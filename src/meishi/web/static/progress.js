// Keeps the page of an import up to date as long as somebody looks at it. Without this script, it loads itself again.
"use strict";

{
  const [status, arrivals] = ["status", "arrivals"].map((id) => document.getElementById(id));
  let source;
  let isLeaving = false;

  const follow = () => {
    source = new EventSource("/import/events");
    source.addEventListener("news", (event) => {
      const news = JSON.parse(event.data);
      status.innerHTML = news.status;
      // Somebody was forgotten, here or elsewhere.
      for (const key of news.gone) document.getElementById(`arrival-${key}`)?.remove();
      for (const [key, row] of Object.entries(news.rows)) {
        const known = document.getElementById(`arrival-${key}`);
        if (known) known.outerHTML = row;
        else arrivals.insertAdjacentHTML("afterbegin", row);
      }
    });
    source.addEventListener("end", () => {
      source.close();
      if (!isLeaving) location.reload(); // which would call off a link that was just clicked
    });
  };

  addEventListener("beforeunload", () => {
    isLeaving = true;
  });

  // A page that nobody sees needs no news; the import goes on without it.
  document.addEventListener("visibilitychange", () => {
    source?.close();
    if (!document.hidden) follow();
  });
  if (!document.hidden) follow();
}
