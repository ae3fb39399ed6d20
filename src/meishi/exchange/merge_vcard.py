"""A vCard on a server with what meishi knows put in, and everything else left as it is."""

from __future__ import annotations

import re

from meishi.domain.content_lines import fold, logical_lines
from meishi.exchange.person import Person
from meishi.exchange.read_vcard import UNDERSTOOD
from meishi.exchange.write_vcard import version_3

# They belong to whatever bears the same group.
_LABELS = frozenset({"X-ABLABEL", "X-ABADR"})
_PICTURE_4 = re.compile(r"(?P<name>(?:[\w-]+\.)?PHOTO)[^:]*:data:image/(?P<kind>[\w.+-]+)\\?;base64\\?,", re.IGNORECASE)


def merged_vcard(there: bytes, person: Person) -> bytes:
    """Write a person into the vCard that the server has of them.

    What meishi has no place for stays: birthdays, pictures, the user's own notes, labels of other programs.

    Args:
        there: The vCard on the server; empty where there is none.
        person: Who.

    Returns:
        A vCard 3.0, which every server keeps as it is; a picture that stood there in the form of 4.0 is in that of 3.0.
    """
    *ours, end = version_3(person)
    theirs = [(*_group_and_name(line), line) for line in logical_lines(there)]
    replaced = (UNDERSTOOD - {"NOTE"}) | ({"NOTE"} if person.note else set())
    if any(name == "UID" for _, name, _ in theirs):
        # Whoever made it named it, and no server lets that change.
        ours = [line for line in ours if not line.startswith("UID:")]
        replaced -= {"UID"}
    kept_groups = {group for group, name, _ in theirs if group and name not in replaced}
    kept = [
        _PICTURE_4.sub(lambda found: f"{found['name']};ENCODING=b;TYPE={found['kind'].upper()}:", line)
        for group, name, line in theirs
        if name and (name not in replaced or (name in _LABELS and group in kept_groups))
    ]
    return "".join(map(fold, (*ours, *kept, end))).encode("utf-8")


def _group_and_name(line: str) -> tuple[str, str]:
    group, _, name = line.partition(":")[0].partition(";")[0].rpartition(".")
    return group, name.upper()
