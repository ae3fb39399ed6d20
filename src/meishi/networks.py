"""The neural networks that come inside rapidocr's wheel, and what runs them.

They are PP-OCR's (Apache-2.0): one marks text, one tells whether a line stands on its head, one reads a line. They are
found as files; the distribution's own code is never imported. onnxruntime runs them where it is installed, in half
the time that OpenCV takes, which is always there. (OpenVINO 2026.4 takes two thirds of that again in bfloat16, but one
process in ten or so then got no numbers out of the reader, whatever it asked.)
"""

from __future__ import annotations

import importlib.metadata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from meishi.errors import EngineMissingError

DETECTOR = "PP-OCRv6_det_small.onnx"
"""Marks the cores of text lines; 1 x 3 x height x width, sides multiples of 32, gives 1 x 1 x height x width."""

TURN_TELLER = "ch_ppocr_mobile_v2.0_cls_mobile.onnx"
"""Tells whether a line stands on its head; lines x 3 x 48 x 192, gives lines x 2: upright, turned by 180 degrees."""

READER = "PP-OCRv6_rec_small.onnx"
"""Reads a line; 1 x 3 x 48 x width, gives 1 x steps x characters, the first of which is none."""

_DISTRIBUTION = "rapidocr"

INSTALL_HINT = 'pip install "meishi[second-opinion]"'
"""What brings the networks, and what runs them quicker."""


@dataclass(frozen=True, eq=False)
class Network:
    """A network that is loaded.

    Attributes:
        run: Runs it on one array, float32, in the shape that it wants; gives float32.
        runner: Name and version of the program that runs it.
        notes: What its makers wrote into its file, by name; OpenCV does not tell.
    """

    run: Callable[[NDArray[np.float32]], NDArray[np.float32]]
    runner: str
    notes: Mapping[str, str] = field(default_factory=dict)


@cache
def load_network(name: str) -> Network:
    """Load a network, once a process.

    Args:
        name: `DETECTOR`, `TURN_TELLER` or `READER`.

    Raises:
        EngineMissingError: It is not installed or cannot be loaded.
    """
    return open_network(network_file(name))


def open_network(path: Path) -> Network:
    """Open a network with the quickest program that is installed, on one thread.

    Raises:
        EngineMissingError: The file is no network.
    """
    open_by = _open_by_opencv if find_spec("onnxruntime") is None else _open_by_onnxruntime
    try:
        return open_by(path)
    except Exception as error:  # each has classes of its own, some not exported
        raise EngineMissingError(f"{path} cannot be opened as a network: {error}", hint=INSTALL_HINT) from error


def network_file(name: str) -> Path:
    """Find a network in the installed distribution.

    Raises:
        EngineMissingError: It is not installed.
    """
    try:
        files = importlib.metadata.files(_DISTRIBUTION) or []
    except importlib.metadata.PackageNotFoundError:
        files = []
    for file in files:
        path = Path(str(file.locate()))
        if file.name == name and path.is_file():
            return path
    raise EngineMissingError(f"the network {name} is not installed", hint=INSTALL_HINT)


def _open_by_opencv(path: Path) -> Network:
    network = cv2.dnn.readNetFromONNX(str(path), engine=cv2.dnn.ENGINE_AUTO)

    def run(values: NDArray[np.float32]) -> NDArray[np.float32]:
        network.setInput(values)
        return np.asarray(network.forward(), dtype=np.float32)

    return Network(run, f"OpenCV {cv2.__version__}")


def _open_by_onnxruntime(path: Path) -> Network:
    import onnxruntime  # type: ignore[import-untyped]  # noqa: PLC0415 - an extra that a small installation lacks

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    # It would plan and keep memory anew for every shape that it meets, and hardly two pictures have the same.
    options.enable_mem_pattern = False
    options.log_severity_level = 4
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    name = session.get_inputs()[0].name
    return Network(
        lambda values: np.asarray(session.run(None, {name: values})[0], dtype=np.float32),
        f"onnxruntime {onnxruntime.__version__}",
        session.get_modelmeta().custom_metadata_map,
    )
