"""Draws business cards that nobody owns, and takes pictures of them.

The way of a card: `identities` and `content` make up who it is and what it says (from `lexicon`, `addresses`, `fonts`);
`phrases` words it the way cards do; `layouts_*` place the words on a `face`; `camera` photographs it on a `desk`,
`scanner` scans it; `sets` decides how many of what; `records` writes the truth beside the pictures.

Everything is drawn from the seed: the same seed, set and index give the same bytes, given the pinned packages.
"""
