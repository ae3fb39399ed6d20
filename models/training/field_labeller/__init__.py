"""Trains the labeller that says what each piece of a card's text is.

`faces` draws labelled cards with the generator of `samples`; `misreadings` spoils them as finding and reading text
does; `learning` teaches the chain of `meishi.extract` on them; `measuring` compares labellers by the contacts that come
out. `__main__` does all of it in order and writes `models/field_labeller`.
"""
