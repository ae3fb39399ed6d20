"""meishi turns pictures of business cards into contacts, and sees to the aftercare.

The way of a card, a folder a step:

- `decode`: a file becomes photos, one a page.
- `detect`: where text stands in a picture.
- `rectify`: a photo becomes card images, each flat, upright and evenly lit.
- `recognize`: a card image becomes text lines, and its codes become text.
- `extract`: text lines become fields.
- `resolve`: fields, checked by the codes, become one contact, with the reasons why a person should look at it.
- `care`: a contact gets its postcard task and its follow-up.
- `store`: contact and tasks are saved, all or nothing.

`pipeline` puts the reading steps in order, `services` hold what a user can ask for, `wiring` is the one place where
the parts meet, `cli` is the terminal. `domain` holds what flows between them, `errors` what can go wrong.
"""
