from __future__ import annotations

import pytest

from meishi.care import PostcardStep, advance
from meishi.care.postcards import STEPS
from meishi.domain.task import PostcardState
from meishi.errors import StepNotPossibleError

S, P = PostcardState, PostcardStep


@pytest.mark.parametrize(
    ("steps", "end"),
    [
        ((P.WRITE, P.POST, P.ANSWER), S.ANSWERED),
        ((P.LOSE_ADDRESS, P.WRITE, P.FIND_ADDRESS, P.POST), S.POSTED),
        ((P.POST, P.COME_BACK, P.FIND_ADDRESS), S.TO_WRITE),
        ((P.DECLINE, P.REOPEN), S.TO_WRITE),
        ((P.WRITE, P.WRITE), S.WRITTEN),
    ],
)
def test_the_ways_of_a_postcard(steps, end):
    state = S.TO_WRITE
    for step in steps:
        state = advance(state, step)

    assert state is end


def test_a_step_that_does_not_lead_on_is_refused_with_the_reason_and_what_to_do():
    for state in S:
        for step in P:
            if state not in STEPS[step]:
                with pytest.raises(StepNotPossibleError) as refused:
                    advance(state, step)
                assert str(refused.value)
                assert refused.value.hint


def test_no_state_is_a_dead_end_before_the_postcard_is_answered():
    for state in set(S) - {S.ANSWERED}:
        assert any(state in leads for leads in STEPS.values()), state


def test_nothing_but_a_word_of_theirs_ends_an_unposted_postcard():
    closing = {
        step for step, leads in STEPS.items() for before, after in leads.items() if before.is_open and not after.is_open
    }

    assert closing == {P.POST, P.ANSWER, P.DECLINE}
