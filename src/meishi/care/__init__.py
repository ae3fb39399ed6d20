"""Contact -> tasks: the postcard and the follow-up that everybody gets whom the user met, and what comes after."""

from meishi.care.aftercare import plan_aftercare
from meishi.care.follow_ups import Diary, Missed, Person, country_of, plan_follow_up, replan_missed, snooze_follow_up
from meishi.care.message import MAX_LINES, PEN_COLUMNS, check_message, pen_columns, pen_lines
from meishi.care.options import CareOptions, Window
from meishi.care.postcards import PostcardStep, advance, is_further, with_address
from meishi.care.working_days import is_known_country

__all__ = [
    "MAX_LINES",
    "PEN_COLUMNS",
    "CareOptions",
    "Diary",
    "Missed",
    "Person",
    "PostcardStep",
    "Window",
    "advance",
    "check_message",
    "country_of",
    "is_further",
    "is_known_country",
    "pen_columns",
    "pen_lines",
    "plan_aftercare",
    "plan_follow_up",
    "replan_missed",
    "snooze_follow_up",
    "with_address",
]
