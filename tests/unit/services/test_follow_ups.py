"""Three conferences, and some weeks of a simulated user: the laws of the follow-ups on a real library."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

from meishi.care import CareOptions
from meishi.care.working_days import working_days_between
from meishi.store import Store
from met_people import meet, planner

SIMULATION = Path(__file__).parents[2] / "simulation"


def test_after_three_conferences_of_sixty_everybody_has_both_tasks_and_no_day_too_many():
    options = CareOptions()
    first_days = [date(2026, 10, 5), date(2026, 10, 12), date(2026, 10, 14)]
    with Store.open_in_memory() as store:
        conferences = [
            meet(store, day, 60, met_at=f"conference {number}", first=60 * number)
            for number, day in enumerate(first_days)
        ]
        planner(store, date(2026, 10, 15)).settle()
        people = {person.contact_id: person for person in store.care.everybody()}

    assert len(people) == 180
    assert all(len(person.postcards) == 1 and person.open_follow_up for person in people.values())
    loads = Counter(person.open_follow_up.due_on for person in people.values())
    assert max(loads.values()) <= options.follow_ups_a_day
    for met_on, ids in zip(first_days, conferences, strict=True):
        shared = Counter(people[number].open_follow_up.due_on for number in ids)
        window = working_days_between(met_on + timedelta(weeks=3), met_on + timedelta(weeks=8), "JP")
        # Sixty people and fewer days: each day of the window has somebody, and they are spread evenly.
        assert set(window) <= set(shared)
        assert max(shared.values()) <= -(-60 // len(window)) + 1


def test_the_laws_hold_in_the_first_weeks_of_the_simulated_year():
    simulated = subprocess.run(
        [sys.executable, SIMULATION, "--weeks", "6"], capture_output=True, text=True, check=False
    )

    assert simulated.returncode == 0, simulated.stdout
    assert "laws broken            0" in simulated.stdout
