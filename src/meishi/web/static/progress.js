// Keeps the page of an import up to date as long as somebody looks at it. Without this script, it loads itself again.
"use strict";

{
  const [status, arrivals] = ["status", "arrivals"].map((id) => document.getElementById(id));
  const isRunning = "running" in arrivals.dataset;
  let source;
  let isLeaving = false;

  const follow = () => {
    source?.close();
    source = new EventSource("/import/events");
    let isFirst = true;
    source.addEventListener("news", (event) => {
      const news = JSON.parse(event.data);
      if (status.innerHTML !== news.status) status.innerHTML = news.status;
      // Somebody was forgotten, here or elsewhere. The first news tell of all that is there.
      const key = (row) => row.id.replace("arrival-", "");
      const isGone = (row) => (isFirst ? !(key(row) in news.rows) : news.gone.includes(key(row)));
      for (const row of [...arrivals.children].filter(isGone)) row.remove();
      for (const [key, row] of Object.entries(news.rows)) {
        const known = document.getElementById(`arrival-${key}`);
        if (known) known.outerHTML = row;
        else arrivals.insertAdjacentHTML("afterbegin", row);
      }
      isFirst = false;
    });
    source.addEventListener("end", () => {
      source.close();
      if (isRunning && !isLeaving) location.reload(); // which would call off a link that was just clicked
    });
  };

  addEventListener("beforeunload", () => {
    isLeaving = true;
  });

  if (isRunning) {
    // A page that nobody sees needs no news; the import goes on without it.
    document.addEventListener("visibilitychange", () => {
      source?.close();
      if (!document.hidden) follow();
    });
    if (!document.hidden) follow();
  } else {
    // All is read, but somebody may be forgotten in another window.
    addEventListener("focus", follow);
  }
}
