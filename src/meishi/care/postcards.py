"""The way of a postcard: which step leads from where to where."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from meishi.domain.task import PostcardState
from meishi.errors import StepNotPossibleError
from meishi.wording import marked


class PostcardStep(StrEnum):
    """What happens to a postcard."""

    WRITE = "write"
    POST = "post"
    ANSWER = "answer"
    DECLINE = "decline"
    COME_BACK = "come back"
    FIND_ADDRESS = "find address"
    LOSE_ADDRESS = "lose address"
    REOPEN = "reopen"


_TO_WRITE, _WAITING, _WRITTEN, _POSTED, _ANSWERED, _DECLINED, _NOT_PLANNED = PostcardState

STEPS: Mapping[PostcardStep, Mapping[PostcardState, PostcardState]] = MappingProxyType(
    {
        # Words may be found before the address is: they are kept, the card goes on waiting.
        PostcardStep.WRITE: {
            _TO_WRITE: _WRITTEN,
            _WAITING: _WAITING,
            _WRITTEN: _WRITTEN,
            _NOT_PLANNED: _WRITTEN,
        },
        # What is in the letter box is in the letter box, whatever was noted before.
        PostcardStep.POST: {
            _WRITTEN: _POSTED,
            _TO_WRITE: _POSTED,
            _WAITING: _POSTED,
            _NOT_PLANNED: _POSTED,
        },
        PostcardStep.ANSWER: {_POSTED: _ANSWERED, _WRITTEN: _ANSWERED},
        PostcardStep.DECLINE: {_TO_WRITE: _DECLINED, _WRITTEN: _DECLINED, _WAITING: _DECLINED, _POSTED: _DECLINED},
        PostcardStep.COME_BACK: {_POSTED: _WAITING},
        PostcardStep.FIND_ADDRESS: {_WAITING: _TO_WRITE},
        PostcardStep.LOSE_ADDRESS: {_TO_WRITE: _WAITING, _WRITTEN: _WAITING},
        PostcardStep.REOPEN: {
            _DECLINED: _TO_WRITE,
            _POSTED: _TO_WRITE,
            _WRITTEN: _TO_WRITE,
            _NOT_PLANNED: _TO_WRITE,
        },
    }
)
"""For each step the states that it leads on from, the likeliest first, and where to."""

_WHY_NOT: Mapping[PostcardState, str] = MappingProxyType(
    {
        _TO_WRITE: marked("it is not written yet"),
        _WAITING: marked("it waits for an address"),
        _WRITTEN: marked("it is written and not posted yet"),
        _POSTED: marked("it is posted already"),
        _ANSWERED: marked("it was answered already"),
        _DECLINED: marked("they declined it"),
        _NOT_PLANNED: marked("none was planned for them"),
    }
)


def advance(state: PostcardState, step: PostcardStep) -> PostcardState:
    """Tell where a step leads.

    Raises:
        StepNotPossibleError: The step does not lead on from this state.
    """
    if state not in STEPS[step]:
        raise StepNotPossibleError(_WHY_NOT[state], hint=marked("`meishi undo` takes back a step taken by mistake."))
    return STEPS[step][state]


def with_address(state: PostcardState, *, known: bool) -> PostcardState:
    """Tell where a postcard stands when an address becomes known or gets lost; it never drops out of the list."""
    step = PostcardStep.FIND_ADDRESS if known else PostcardStep.LOSE_ADDRESS
    return STEPS[step].get(state, state)


_PROGRESS = (_NOT_PLANNED, _WAITING, _TO_WRITE, _WRITTEN, _DECLINED, _POSTED, _ANSWERED)


def is_further(one: PostcardState, other: PostcardState) -> bool:
    """Tell whether a postcard has come further than another one for the same meeting."""
    return _PROGRESS.index(one) > _PROGRESS.index(other)
