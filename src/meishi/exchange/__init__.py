"""Contacts and tasks in the forms of other programs (vCard, CSV, iCalendar, JSON) and on paper (`hagaki`).

What goes out or comes in is a `Person`; each form is a module that writes people to bytes or reads them from bytes.
Nothing here knows the library: `services.export` and `services.import_contacts` carry people between the two.
"""
