"""Repair by redundancy: a card says most things twice, so one wrong character can be mended by the rest.

Every rule takes all fields and gives them back, mended ones with `repaired` set, their `raw` text kept and their
confidence lowered. A rule changes a value only when another field of the same card supports the new one.
"""

from __future__ import annotations

from collections.abc import Sequence

from meishi.domain.field import Field
from meishi.resolve.repair.companies import repair_companies
from meishi.resolve.repair.confusions import Confusions
from meishi.resolve.repair.domains import repair_domains
from meishi.resolve.repair.mail_names import repair_mail_names
from meishi.resolve.repair.numbers import repair_numbers
from meishi.resolve.repair.postal import repair_postal


def repair_fields(fields: Sequence[Field], learned: Confusions = frozenset()) -> tuple[Field, ...]:
    """Mend fields by what the other fields of the card say.

    Args:
        fields: The fields of a card.
        learned: Look-alikes besides the usual ones, from the user's corrections.

    Returns:
        As many fields in the same order.
    """
    mended = repair_domains(repair_companies(repair_postal(fields)), learned)
    return repair_numbers(repair_mail_names(mended, learned))
