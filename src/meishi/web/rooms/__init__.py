"""The rooms of the page, in the order in which the way around shows them; a new one is a module and a name below."""

from meishi.web.rooms import contacts, finds, identity, import_, postcards, review, steps, today

ROOMS = (
    today.ROOM,
    import_.ROOM,
    review.ROOM,
    postcards.ROOM,
    contacts.ROOM,
    finds.ROOM,
    identity.ROOM,
    steps.ROOM,
)
