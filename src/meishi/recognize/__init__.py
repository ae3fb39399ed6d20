"""Card image -> text lines, and what its codes say.

The stage cuts the picture of every line out of the card images, has an engine read them, and puts the lines into
reading order. Engines keep the contract `meishi.domain.text.OcrEngine`.
"""

from meishi.recognize.codes import read_codes, without_codes
from meishi.recognize.options import RecognizeOptions
from meishi.recognize.paddle import PaddleEngine, PaddleOptions
from meishi.recognize.reading import recognize_text
from meishi.recognize.replay import RecordingEngine, ReplayEngine, write_recording
from meishi.recognize.second_opinion import PADDLE_FIRST, SecondOpinionEngine, SecondOpinionOptions
from meishi.recognize.tesseract import TesseractEngine, TesseractOptions
from meishi.recognize.tesseract_call import installed_models, program_version
from meishi.recognize.vietnamese import VietnameseMarks, has_vietnamese_model

__all__ = [
    "PADDLE_FIRST",
    "PaddleEngine",
    "PaddleOptions",
    "RecognizeOptions",
    "RecordingEngine",
    "ReplayEngine",
    "SecondOpinionEngine",
    "SecondOpinionOptions",
    "TesseractEngine",
    "TesseractOptions",
    "VietnameseMarks",
    "has_vietnamese_model",
    "installed_models",
    "program_version",
    "read_codes",
    "recognize_text",
    "without_codes",
    "write_recording",
]
