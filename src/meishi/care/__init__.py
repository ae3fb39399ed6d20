"""Contact -> tasks: the postcard and the follow-up that everybody gets whom the user met."""

from meishi.care.aftercare import plan_aftercare
from meishi.care.options import CareOptions

__all__ = ["CareOptions", "plan_aftercare"]
