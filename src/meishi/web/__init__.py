"""The web page: each room parses what was asked, calls one service and renders a template.

`create_app` makes the app from `Parts`, which are handed in ready; `meishi.cli.serve` does it. A request passes the
`guard` (name of the host, origin, rate), then `come_in` (the device is in, the form is ours, the library may be
changed), then its room. There is no other way into a room, so none of them has to think of it.

A room is

- a module in `rooms` with a router and `ROOM = Room(marked("Name"), "/path", router)`, named in `rooms.ROOMS`. Its
  functions are plain `def`: they run in threads, where a transaction may wait without holding up other readers. What
  computes for longer belongs into a process (`meishi.services.side_process`), and pages that many ask for are made
  `@in_turn` (`meishi.web.turns`). They get the library, the planner, the
  day and the words by `desk: AtDesk`, call a service, and give `page(request, "room.html", ...)` for what is looked
  at, or `noted(desk, text, contact_id, back=...)` for a step that was taken: the browser goes on by GET, and the next
  page says the text beside the button that undoes it;
- templates that extend `base.html`, say every text by `say("...")` or `plural("one", "{count} many", n)`, and give
  `lang="{{ lang_of(text) }}"` to what a card says. Every form that posts begins with `{{ parts.form_key(csrf) }}`.
  Styles are classes of `static/meishi.css`, scripts are files in `static`: the policy lets nothing else run, and every
  page has to work without them;
- words: `make wording` brings them into the catalogues.

What is about people goes by POST, never into an address; a POST that changes nothing is marked `@only_reads`. A route
that takes more than a form says how much: `max_body_size=`. Pictures come by `pictures.picture_of`, by number. Errors
of `meishi.errors` become pages with message and hint by themselves (`refusals` has the status of each).

Other programs find the same under `/api`, by a token: see `meishi.web.api`.
"""

from meishi.web.app import create_app
from meishi.web.parts import Parts, PostOffice

__all__ = ["Parts", "PostOffice", "create_app"]
