"""A year of somebody who meets 5 to 40 people a week, answers some tasks late and loses a week to illness.

Runs the real services on a real library, day by day, checks the laws of the aftercare on each of them, and draws what
came of it: `make simulate`. It is what the windows and the daily limit were tuned with.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

from PIL import Image

from meishi.care import CareOptions, PostcardStep
from meishi.care.working_days import is_working_day
from meishi.domain.relation import Closeness
from meishi.domain.task import FollowUpState, PostcardState
from meishi.exchange.coverage_plot import Series, draw_bars, draw_weeks
from meishi.services.correct import set_values
from meishi.services.coverage import per_week
from meishi.services.follow_ups import Planner
from meishi.services.postcards import take_postcard_step
from meishi.store import Store

sys.path.insert(0, str(Path(__file__).parents[1]))
from met_people import TOKYO, meet, noon

START = date(2026, 1, 5)
ILL_FROM = START + timedelta(weeks=22)
ILL_DAYS = 7


@dataclass
class Habits:
    """What the simulated user is like.

    Attributes:
        people_a_week: The fewest and the most.
        postcards_a_day: How many are written on a good day.
        idle: The share of working days on which nothing gets done.
        late: The share of lines that are left for another day.
    """

    people_a_week: tuple[int, int] = (5, 40)
    postcards_a_day: int = 12
    idle: float = 0.15
    late: float = 0.15


@dataclass
class Year:
    """What happened.

    Attributes:
        broken: Laws that did not hold, with the day.
        due: How many lines were due each working day.
        sent: How many lines were sent each day.
        moved: How many missed lines got new days.
    """

    broken: list[str] = field(default_factory=list)
    due: Counter[date] = field(default_factory=Counter)
    sent: Counter[date] = field(default_factory=Counter)
    moved: int = 0


def main() -> None:
    """Simulate, report, draw; ends with 1 when a law was broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weeks", type=int, default=52)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--a-day", type=int, default=CareOptions().follow_ups_a_day)
    parser.add_argument("--repeats-a-day", type=int, default=CareOptions().repeats_a_day)
    parser.add_argument("--plot", type=Path)
    arguments = parser.parse_args()
    options = CareOptions(follow_ups_a_day=arguments.a_day, repeats_a_day=arguments.repeats_a_day)
    with Store.open_in_memory() as store:
        year = simulate(store, arguments.weeks, options, Habits(), random.Random(arguments.seed))
        report(store, year, options, START + timedelta(weeks=arguments.weeks))
        if arguments.plot:
            draw(store, year, arguments.weeks).save(arguments.plot, optimize=True)
    if year.broken:
        print("\n".join(year.broken[:20]))
        sys.exit(1)


def simulate(store: Store, weeks: int, options: CareOptions, habits: Habits, chance: random.Random) -> Year:
    """Live through the weeks, day by day."""
    year = Year()
    answers: dict[date, list[tuple[str, int]]] = {}
    met = 0
    for week in range(weeks):
        events = _events(week, habits, chance)
        for day in (START + timedelta(weeks=week, days=offset) for offset in range(7)):
            for count in events.get(day.weekday(), ()):
                addresses = [chance.random() > 0.12 for _ in range(count)]
                for has_address in (True, False):
                    some = addresses.count(has_address)
                    meet(
                        store,
                        day,
                        some,
                        met_at=f"event {week}.{day.weekday()}",
                        first=met,
                        with_address=has_address,
                        options=options,
                    )
                    met += some
            planner = Planner(store, day, noon(day), options, by="simulation")
            year.moved += planner.settle()
            is_ill = ILL_FROM <= day < ILL_FROM + timedelta(days=ILL_DAYS)
            if is_working_day(day, "JP") and not is_ill:
                year.due[day] = len(store.care.due(day))
                if chance.random() > habits.idle:
                    _work(planner, habits, chance, answers, year)
            _hear(planner, answers.pop(day, []), chance)
            _check(store, planner, year)
    return year


def _events(week: int, habits: Habits, chance: random.Random) -> dict[int, list[int]]:
    count = chance.randint(*habits.people_a_week)
    if START + timedelta(weeks=week) == ILL_FROM:
        return {}
    first = chance.randint(0, count)
    return {chance.randint(0, 2): [first], chance.randint(3, 5): [count - first]}


def _work(planner: Planner, habits: Habits, chance: random.Random, answers: dict, year: Year) -> None:
    """A day at the desk: postcards, the oldest first, then the lines that are due."""
    store, day = planner.store, planner.today
    open_ones = store.care.postcards([PostcardState.TO_WRITE, PostcardState.WRITTEN])
    for task in open_ones[: habits.postcards_a_day]:
        take_postcard_step(planner, task.contact_id, PostcardStep.WRITE, good="good", message=["Thank you."])
        take_postcard_step(planner, task.contact_id, PostcardStep.POST)
        if chance.random() < 0.15:
            answers.setdefault(day + timedelta(days=chance.randint(4, 25)), []).append(("postcard", task.contact_id))
    for task in store.care.postcards([PostcardState.WAITING_FOR_ADDRESS]):
        # They were asked; some answer, some take their time.
        if chance.random() < 0.08:
            set_values(task.contact_id, {"addresses.+": TOKYO.full}, store, by="simulation", now=planner.now)
    for person in store.care.due(day):
        what = chance.random()
        if what < habits.late:
            continue
        if what < habits.late + 0.05:
            planner.snooze(person.contact_id, day + timedelta(days=7))
        elif what < habits.late + 0.08:
            planner.skip(person.contact_id)
        else:
            planner.done(person.contact_id)
            year.sent[day] += 1
            if chance.random() < 0.25:
                answers.setdefault(day + timedelta(days=chance.randint(0, 6)), []).append(("line", person.contact_id))


def _hear(planner: Planner, answers: list[tuple[str, int]], chance: random.Random) -> None:
    """Answers come in, and some people come closer."""
    for kind, contact_id in answers:
        if kind == "postcard":
            take_postcard_step(planner, contact_id, PostcardStep.ANSWER)
            continue
        person = planner.store.care.person(contact_id)
        if not [one for one in person.follow_ups if one.state is FollowUpState.DONE and not one.answered_on]:
            continue
        planner.answered(contact_id)
        closer = {Closeness.MET: 0.3, Closeness.ACQUAINTANCE: 0.15, Closeness.TRUSTED: 0.1}
        if chance.random() < closer.get(person.closeness, 0):
            ranks = list(Closeness)
            planner.set_closeness(contact_id, ranks[ranks.index(person.closeness) + 1])


def _check(store: Store, planner: Planner, year: Year) -> None:
    """The laws that hold in the evening of every day."""
    day = planner.today
    for person in store.care.without_follow_up():
        year.broken.append(f"{day}: {person.contact_id} has no next follow-up")
    for planned, count in store.follow_ups_per_day().items():
        if count > planner.options.follow_ups_a_day:
            year.broken.append(f"{day}: {count} follow-ups on {planned}")
        if planned > day and not is_working_day(planned, "JP"):
            year.broken.append(f"{day}: a follow-up on {planned}, no working day")
    if day.weekday() == 6 and day.day <= 7:
        for person in store.care.everybody():
            next_one = person.open_follow_up
            if next_one and 0 <= (next_one.due_on - person.last_contact).days < planner.options.quiet_days:
                year.broken.append(
                    f"{day}: {person.contact_id} is due {next_one.due_on}, {person.last_contact} was just now"
                )


def report(store: Store, year: Year, options: CareOptions, today: date) -> None:
    """Say in numbers how the year went."""
    tasks = store.care.postcards()
    states = Counter(task.state for task in tasks)
    posted = [(task.posted_on - task.encounter.met_on).days for task in tasks if task.posted_on]
    people = store.care.everybody()
    lines = Counter(sum(one.state is FollowUpState.DONE for one in person.follow_ups) for person in people)
    first, gaps = spacing(store)
    waits = sorted((p.open_follow_up.due_on - p.last_contact).days for p in people if p.open_follow_up)
    print(f"people met             {len(people)}")
    print(f"postcards              {', '.join(f'{count} {state}' for state, count in states.items())}")
    print(f"days until posted      {_spread(posted)}")
    print(f"lines sent             {sum(year.sent.values())}; people by lines: {dict(sorted(lines.items()))}")
    print(f"lines due on a day     {_spread(list(year.due.values()))}; the limit is {options.follow_ups_a_day}")
    print(f"days to the first line {_spread(first)}")
    print(f"days between lines     {_spread(gaps)}")
    print(f"days to the next line  {_spread(waits)}")
    print(f"missed, with new days  {year.moved}")
    print(f"closeness              {dict(Counter(person.closeness.value for person in people))}")
    print(f"laws broken            {len(year.broken)}")


def spacing(store: Store) -> tuple[list[int], list[int]]:
    """Days from meeting to first line, and from line to line."""
    first, gaps = [], []
    for person in store.care.everybody():
        days = [one.closed_on for one in person.follow_ups if one.state is FollowUpState.DONE and one.closed_on]
        if days:
            first.append((days[0] - person.encounters[0].met_on).days)
        gaps += [(later - earlier).days for earlier, later in pairwise(days)]
    return first, gaps


def _spread(values: list[int]) -> str:
    if not values:
        return "none"
    ordered = sorted(values)
    parts = [ordered[min(len(ordered) - 1, len(ordered) * share // 100)] for share in (5, 50, 95)]
    return f"median {parts[1]}, 90 % within {parts[0]} to {parts[2]}, most {ordered[-1]}"


def draw(store: Store, year: Year, weeks: int) -> Image.Image:
    """Draw coverage, load and spacing, one under the other."""
    counted = per_week(store.care.postcards())[:weeks]
    mondays = [week.monday for week in counted]
    postcards = draw_weeks(
        mondays,
        [
            Series("people met", "#b8c4d6", [week.met for week in counted]),
            Series("postcards posted", "#2f6f9f", [week.posted for week in counted]),
            Series("postcards answered", "#e08a2c", [week.answered for week in counted]),
        ],
    )
    by_week = [[year.due[monday + timedelta(days=n)] for n in range(7)] for monday in mondays]
    load = draw_weeks(
        mondays, [Series("lines due on the busiest day of a week", "#7a9e5f", [max(days) for days in by_week])]
    )
    first, gaps = spacing(store)
    span = range(max([*first, *gaps, 1]) // 7 + 1)
    spread = draw_bars(
        [str(week) if week % 4 == 0 else "" for week in span],
        [
            Series("weeks from the meeting to the first line, in people", "#2f6f9f", _by_week(first, span)),
            Series("weeks from line to line", "#b8c4d6", _by_week(gaps, span)),
        ],
    )
    panels = (postcards, load, spread)
    whole = Image.new("RGB", (postcards.width, sum(panel.height for panel in panels)), "white")
    top = 0
    for panel in panels:
        whole.paste(panel, (0, top))
        top += panel.height
    return whole.quantize(64)


def _by_week(days: list[int], span: range) -> list[int]:
    counts = Counter(day // 7 for day in days)
    return [counts[week] for week in span]


if __name__ == "__main__":
    main()
