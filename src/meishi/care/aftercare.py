"""What everybody gets whom the user met, and when."""

from __future__ import annotations

from datetime import date

from meishi.care.follow_ups import Diary, Person, country_of, plan_follow_up
from meishi.care.options import CareOptions
from meishi.care.working_days import add_working_days
from meishi.domain.contact import Contact
from meishi.domain.encounter import Encounter
from meishi.domain.task import Aftercare, FollowUp, Postcard, PostcardState


def plan_aftercare(
    contact: Contact,
    encounter: Encounter,
    *,
    seed: str,
    today: date,
    options: CareOptions | None = None,
    diary: Diary | None = None,
) -> Aftercare:
    """Plan the thank-you postcard and the first follow-up of a person just met.

    Args:
        contact: Says whether there is an address to write to, and whose working days count.
        encounter: When they met.
        seed: Decides the random day of the follow-up.
        today: No follow-up is planned for a day before it, however long ago the meeting was.
        options: The habits.
        diary: What the days carry already, so that the people of one conference are not all written to on one day.

    Returns:
        A postcard due the given number of working days after the meeting, which waits for an address when the
        contact has none; and a follow-up on a working day of the window for people just met.
    """
    options = options or CareOptions()
    country = country_of(contact, options)
    postcard = Postcard(
        due_on=add_working_days(encounter.met_on, options.postcard_working_days, country),
        state=PostcardState.TO_WRITE if contact.addresses else PostcardState.WAITING_FOR_ADDRESS,
    )
    person = Person(encounter.met_on, country, seed, is_new=True)
    day = plan_follow_up(person, today=today, options=options, diary=diary)
    return Aftercare(postcard, FollowUp(due_on=day))
