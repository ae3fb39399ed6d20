"""Three conferences, and some weeks of a simulated user: the laws of the follow-ups on a real library."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

from importing import meet as meet_by_import
from meishi.care import CareOptions
from meishi.care.working_days import working_days_between
from meishi.domain.contact import Address, Contact, PersonName
from meishi.domain.task import PostcardState
from meishi.services.import_ import Library
from meishi.store import Originals, Store
from met_people import invented, noon

SIMULATION = Path(__file__).parents[2] / "simulation"


DEMO = Path(__file__).parents[3] / "samples" / "demo" / "truth.jsonl"


def people_of_the_demo():
    """The people on the demo's cards, without reading its pictures."""
    told = {}
    for line in DEMO.read_text(encoding="utf-8").splitlines():
        card = json.loads(line)
        fields = card["fields"]
        address = fields.get("address")
        told[card["person"]] = Contact(
            name=PersonName(full=fields.get("name")),
            company=fields.get("company"),
            emails=tuple(fields.get("emails", ())),
            addresses=(Address(full=address, postal_code=fields.get("postal_code")),) if address else (),
        )
    return list(told.values())


def test_after_the_demo_and_three_conferences_of_sixty_everybody_has_both_tasks_and_the_laws_hold(tmp_path):
    options = CareOptions()
    # The third one is the week's second; one in nine has no address.
    conferences = {
        day: [invented(60 * number + one, with_address=one % 9 > 0) for one in range(60)]
        for number, day in enumerate((date(2026, 10, 5), date(2026, 10, 12), date(2026, 10, 14)))
    }
    batches = {date(2026, 10, 1): people_of_the_demo(), **conferences}
    with Store.open_in_memory() as store:
        library = Library(store, Originals(tmp_path / "home"))
        for met_on, contacts in batches.items():
            meet_by_import(library, tmp_path, *contacts, met_on=met_on, today=met_on, now=lambda day=met_on: noon(day))
            everybody = store.care.everybody()
            batch = [person for person in everybody if person.postcards[0].encounter.met_on == met_on]
            assert len(batch) == len(contacts)
            # Of one batch two share a day only when no working day of the window is free any more.
            loads = Counter(person.open_follow_up.due_on for person in everybody)
            shared = Counter(person.open_follow_up.due_on for person in batch)
            window = working_days_between(met_on + timedelta(weeks=3), met_on + timedelta(weeks=8), "JP")
            free = [day for day in window if not shared[day] and loads[day] < options.follow_ups_a_day]
            assert max(shared.values()) == 1 or not free
            # Nor does a day get more of them than the others of the window, while those have room.
            roomy = [shared[day] for day in window if loads[day] < options.follow_ups_a_day]
            assert max(shared.values()) <= min(roomy, default=60) + 1

    assert len(everybody) == len(people_of_the_demo()) + 180
    assert all(len(person.postcards) == 1 and person.open_follow_up for person in everybody)
    states = {bool(person.contact.addresses): person.postcards[0].state for person in everybody}
    assert states == {True: PostcardState.TO_WRITE, False: PostcardState.WAITING_FOR_ADDRESS}
    assert max(loads.values()) <= options.follow_ups_a_day


def test_the_laws_hold_in_the_first_weeks_of_the_simulated_year():
    simulated = subprocess.run(
        [sys.executable, SIMULATION, "--weeks", "6"], capture_output=True, text=True, check=False
    )

    assert simulated.returncode == 0, simulated.stdout
    assert "laws broken            0" in simulated.stdout
