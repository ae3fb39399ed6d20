"""What keeps a one-line mail from becoming a newsletter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from pydantic import BaseModel, ConfigDict, Field

from meishi.domain.folding import fold
from meishi.domain.one_line import SentLine
from meishi.errors import UsageError
from meishi.wording import marked


class MailOptions(BaseModel):
    """How many lines there may be.

    Attributes:
        people_a_find: To how many people one find may go, and to how many the same words.
        mails_a_day: How many lines may go out on one day, to whomever.
        quiet_days: For how many days after a line somebody is not proposed for another one.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    people_a_find: int = Field(default=3, ge=1, le=20)
    mails_a_day: int = Field(default=5, ge=1, le=50)
    quiet_days: int = Field(default=10, ge=0, le=365)


_WENT_TO_MANY = marked("this find went to as many people as it should")
_WENT_TODAY = marked("this find went to somebody else today")
_WHAT_THEN: Mapping[str, str] = MappingProxyType(
    {
        _WENT_TO_MANY: marked(
            "It says that you thought of them only while it is rare; MEISHI_PEOPLE_A_FIND sets the limit."
        ),
        _WENT_TODAY: marked("One person a day; send it tomorrow or later."),
    }
)


class NewsletterError(UsageError):
    """The mail would be one of many alike."""


def check_one_line(line: str) -> str:
    """Give a line as it is sent.

    Raises:
        UsageError: There is none, or more than one.
    """
    lines = [part.strip() for part in line.splitlines() if part.strip()]
    if not lines:
        raise UsageError(
            marked("there is no line to send"), hint=marked("One line of your own is what makes it a mail from you.")
        )
    if len(lines) > 1:
        raise UsageError(
            marked("a one-line mail has one line"),
            hint=marked("Say the one thing, and keep the rest for when you meet."),
        )
    return lines[0]


def check_no_newsletter(new: SentLine, past: Sequence[SentLine], *, options: MailOptions | None = None) -> None:
    """Refuse a mail that is not from one person to one person any more.

    Args:
        new: What is to be sent.
        past: All that was sent so far, or may have been.
        options: The limits.

    Raises:
        NewsletterError: It would be; the message says why.
    """
    options = options or MailOptions()
    sent = [line for line in past if line.state.counts]
    words = fold(new.line)
    _refuse_twice(new, [line for line in sent if line.contact_id == new.contact_id], words)
    _refuse_to_many(new, sent, words, options)
    today = sum(line.day == new.day for line in sent)
    if today >= options.mails_a_day:
        raise NewsletterError(
            marked("as many lines went out today as you send in a day"),
            hint=marked("Tomorrow is another day; MEISHI_MAILS_A_DAY sets the limit."),
        )


def why_find_rests(sent_to: Mapping[int, date], today: date, options: MailOptions) -> str:
    """Say why a find may go to nobody more today; empty when it may.

    Args:
        sent_to: Who has it, or may have it, and since when.
        today: The day in the user's calendar.
        options: The limits.
    """
    if len(sent_to) >= options.people_a_find:
        return _WENT_TO_MANY
    return _WENT_TODAY if today in sent_to.values() else ""


def last_line_to(sent: Sequence[SentLine], contact_id: int) -> date | None:
    """Give the day of the last line to somebody; None when they never had one."""
    return max((line.day for line in sent if line.contact_id == contact_id and line.state.counts), default=None)


def _refuse_twice(new: SentLine, to_them: Sequence[SentLine], words: str) -> None:
    if new.find_id is not None and any(line.find_id == new.find_id for line in to_them):
        raise NewsletterError(
            marked("they have this find already"), hint=marked("`meishi find match` shows who else would enjoy it.")
        )
    if any(fold(line.line) == words for line in to_them):
        raise NewsletterError(
            marked("they had these very words already"),
            hint=marked("Write it as you would say it to them today."),
        )


def _refuse_to_many(new: SentLine, sent: Sequence[SentLine], words: str, options: MailOptions) -> None:
    people = {line.contact_id for line in sent if fold(line.line) == words}
    if len(people) >= options.people_a_find:
        raise NewsletterError(
            marked("these very words went to several people already"),
            hint=marked("The same to everybody is a newsletter; write this one for this one person."),
        )
    if new.find_id is None:
        return
    with_it = {line.contact_id: line.day for line in sent if line.find_id == new.find_id}
    if why := why_find_rests(with_it, new.day, options):
        raise NewsletterError(why, hint=_WHAT_THEN[why])
