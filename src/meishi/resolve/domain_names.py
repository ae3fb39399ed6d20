"""Internet domain names: which part an organisation registers, which endings exist."""

from __future__ import annotations

import re
from functools import cache

_SECOND_LEVEL = frozenset(
    ["co", "ne", "or", "ac", "go", "ed", "lg", "gr", "ad", "com", "org", "net", "gov", "edu", "ltd", "plc", "sch"]
)
_COMMON_ENDINGS = frozenset(
    [
        "com",
        "net",
        "org",
        "jp",
        "biz",
        "info",
        "edu",
        "gov",
        "io",
        "co",
        "de",
        "uk",
        "fr",
        "pt",
        "br",
        "vn",
        "kr",
        "us",
        "in",
    ]
)


@cache
def _all_endings() -> frozenset[str]:
    from tldextract import TLDExtract  # noqa: PLC0415 - 0.3 s to import; only unusual endings need the list

    return frozenset(entry.rsplit(".", 1)[-1] for entry in TLDExtract(suffix_list_urls=(), cache_dir=None).tlds)


def known_ending(domain: str) -> bool:
    """Whether a domain ends in a top-level domain that exists."""
    ending = domain.rsplit(".", 1)[-1].casefold()
    return ending in _COMMON_ENDINGS or ending in _all_endings()


def host_of(url: str) -> str:
    """Give the host of a URL that may lack its scheme."""
    return re.sub(r"^[a-z]+:/+", "", url, flags=re.IGNORECASE).split("/")[0].split(":")[0]


def registered(host: str) -> str:
    """Give the part of a host that an organisation registers: `www.mech.example.co.jp` -> `example.co.jp`."""
    labels = host.strip(".").split(".")
    if len(labels) == 2 and labels[0].casefold() == "www":  # a dot was lost: www.examplede
        return labels[1]
    if len(labels) < 2:
        return ""
    deep = len(labels) >= 3 and labels[-2].casefold() in _SECOND_LEVEL and len(labels[-1]) == 2
    return ".".join(labels[-3:] if deep else labels[-2:])
