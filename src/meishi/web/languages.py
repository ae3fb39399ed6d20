"""In which language a page is: what the reader chose, else what the user has set, else what the browser asks for."""

from __future__ import annotations

from typing import get_args

from fastapi import Request

from meishi.wording import Language

LANGUAGES: tuple[Language, ...] = get_args(Language)
COOKIE = "meishi-language"


def language_of(request: Request, setting: Language | None) -> Language:
    """Tell the language of a page."""
    chosen = request.cookies.get(COOKIE)
    wanted = (chosen, setting, *_asked_for(request.headers.get("accept-language", "")))
    return next((language for name in wanted for language in LANGUAGES if name == language), "en")


def _asked_for(header: str) -> list[str]:
    """Give the languages of an Accept-Language header (RFC 9110, 12.5.4), the one wanted most first."""
    weighted = []
    for part in header[:200].split(","):
        tag, _, weight = part.strip().partition(";q=")
        try:
            weighted.append((-float(weight or 1), tag.partition("-")[0].lower()))
        except ValueError:
            continue
    return [tag for _, tag in sorted(weighted, key=lambda one: one[0])]
