"""From the meaning of characters to the label of every token: what the chain has to learn."""

from __future__ import annotations

from collections.abc import Sequence

from meishi.extract.card_text import CardText
from meishi.extract.folding import has_japanese
from meishi.extract.tokens import Token
from training.field_labeller.faces import Meaning, MeantCard

OTHER, LABEL, TRANSLATION, CLAIMED = "other", "label", "translation", "claimed"
"""Text without a field, printed labels that no grammar knew, text said elsewhere on the card, claimed spans."""

_PARTS_OF_ONE = frozenset({"name", "name_kana", "name_roman", "company"})


def token_labels(card: MeantCard, text: CardText, tokens: Sequence[Token]) -> list[str]:
    """Give the true label of each token.

    Args:
        card: The lines with their meanings.
        text: The same lines as the extract stage sees them.
        tokens: What `cut_into_tokens` made of them.

    Returns:
        `B-` and `I-` labels with a field's name, or one of the four labels above.
    """
    labels: list[str] = []
    begun: set[str] = set()
    address = -1
    open_kind, open_meaning = "", (-1, -1)
    for index, token in enumerate(tokens):
        if token.claimed is not None:
            labels.append(CLAIMED)
            open_kind = open_kind if open_kind == "address" else ""
            continue
        number, meaning = _meaning_at(card, text, token)
        if meaning is None:
            # Signs and misread pieces inside a field's text belong to it.
            following = _following_meaning(card, text, tokens, index)
            inside = bool(open_kind) and following == open_meaning
            labels.append(f"I-{open_kind}" if inside else OTHER)
            continue
        kind = _kind(meaning, token)
        if kind in (OTHER, LABEL, TRANSLATION):
            labels.append(kind)
            open_kind = ""
            continue
        here = (token.line, number)
        if kind == "address":
            begins, address = meaning.address != address, meaning.address
        elif kind in _PARTS_OF_ONE:
            begins = kind not in begun
        else:
            begins = here != open_meaning
        # A piece that continues nothing because something else was read in between starts anew.
        if not begins and open_kind != kind and kind != "address":
            begins = True
        labels.append(f"{'B' if begins else 'I'}-{kind}")
        begun.add(kind)
        open_kind, open_meaning = kind, here
    return labels


def _meaning_at(card: MeantCard, text: CardText, token: Token) -> tuple[int, Meaning | None]:
    """Find the meaning that covers a token's first character, or most of a longer token."""
    line = text.lines[token.line]
    start = line.folded.starts[token.start]
    # One printed glyph may have been unfolded into several, of which all but the last take no room: ㈱ is (株).
    end = max(start + 1, line.folded.starts[token.end])
    best: tuple[int, int, Meaning | None] = (0, -1, None)
    for number, meaning in enumerate(card.lines[token.line].meanings):
        shared = min(end, meaning.end) - max(start, meaning.start)
        if shared > best[0]:
            best = (shared, number, meaning)
    return best[1], best[2]


def _following_meaning(card: MeantCard, text: CardText, tokens: Sequence[Token], index: int) -> tuple[int, int]:
    for token in tokens[index + 1 :]:
        if token.line != tokens[index].line or token.claimed is not None:
            break
        number, meaning = _meaning_at(card, text, token)
        if meaning is not None:
            return token.line, number
    return -2, -2


def _kind(meaning: Meaning, token: Token) -> str:
    if meaning.is_translation:
        return TRANSLATION
    if meaning.label in ("label", "other"):
        return LABEL if meaning.label == "label" else OTHER
    if meaning.label in ("address", "building"):
        return "address"
    if meaning.label == "postal_code":
        # Codes of other countries are part of the address; Japanese ones that no grammar found are lost.
        return OTHER if has_japanese(token.text) else "address"
    if meaning.label in ("company", "department", "title", "name", "name_kana", "name_roman"):
        return meaning.label
    return OTHER
