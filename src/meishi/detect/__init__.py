"""Where text stands in a picture."""

from meishi.detect.line_detector import LineDetector
from meishi.detect.options import DetectOptions

__all__ = ["DetectOptions", "LineDetector"]
