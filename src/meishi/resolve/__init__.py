"""Fields -> contact: normalise, check by QR codes, mend by redundancy, split, say what is doubtful."""

from __future__ import annotations

from collections.abc import Sequence

from meishi.domain.field import Field
from meishi.domain.text import Code
from meishi.resolve.options import Resolution, ResolveOptions

__all__ = ["Resolution", "ResolveOptions", "resolve_contact"]


def resolve_contact(
    fields: Sequence[Field], options: ResolveOptions | None = None, codes: Sequence[Code] = ()
) -> Resolution:
    """Make one contact out of the fields of a card.

    Args:
        fields: In the order of the lines, as the extract stage gives them.
        options: Whether to mend values, and what counts as doubtful; None for the defaults.
        codes: The QR codes of the card, by which the fields are checked.

    Returns:
        The contact in the promised form, the fields behind it (normalised, perhaps mended, with the inferred split of
        the name added) and the reasons for review. What the fields do not say is None or empty.
    """
    # Place names, telephone metadata and domain endings load with the first card, not with the program.
    from meishi.resolve.assemble import assemble  # noqa: PLC0415

    return assemble(fields, codes, options or ResolveOptions())
