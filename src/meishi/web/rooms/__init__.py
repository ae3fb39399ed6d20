"""The rooms of the page, in the order in which the way around shows them; a new one is a module and a name below."""

from meishi.web.rooms import contacts, steps, today

ROOMS = (today.ROOM, contacts.ROOM, steps.ROOM)
