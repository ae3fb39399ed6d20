"""The neural networks that come inside rapidocr's wheel, and what runs them.

They are PP-OCR's (Apache-2.0): one marks text, one tells whether a line stands on its head, one reads a line. They are
found as files; the distribution's own code is never imported. onnxruntime runs them where it is installed, in half
the time that OpenCV takes, which is always there.
"""

from __future__ import annotations

import importlib.metadata
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
from numpy.typing import NDArray

from meishi.errors import EngineMissingError

if TYPE_CHECKING:
    import onnxruntime  # type: ignore[import-untyped]

DETECTOR = "PP-OCRv6_det_small.onnx"
"""Marks the cores of text lines; 1 x 3 x height x width, sides multiples of 32, gives 1 x 1 x height x width."""

TURN_TELLER = "ch_ppocr_mobile_v2.0_cls_mobile.onnx"
"""Tells whether a line stands on its head; lines x 3 x 48 x 192, gives lines x 2: upright, turned by 180 degrees."""

READER = "PP-OCRv6_rec_small.onnx"
"""Reads a line; 1 x 3 x 48 x width, gives 1 x steps x characters, the first of which is none."""

_DISTRIBUTION = "rapidocr"

INSTALL_HINT = 'pip install "meishi[second-opinion]"'
"""What brings the networks, and what runs them quicker."""

Network = Callable[[NDArray[np.float32]], NDArray[np.float32]]
"""Runs on a float32 array in the shape that the network wants."""


@cache
def load_network(name: str) -> Network:
    """Load a network, once a process.

    Args:
        name: `DETECTOR`, `TURN_TELLER` or `READER`.

    Raises:
        EngineMissingError: It is not installed or cannot be loaded.
    """
    path = network_file(name)
    if find_spec("onnxruntime") is None:
        return _run_by_opencv(path)
    session = open_session(path)
    input_name = session.get_inputs()[0].name
    return lambda values: np.asarray(session.run(None, {input_name: values})[0], dtype=np.float32)


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


def open_session(path: Path) -> onnxruntime.InferenceSession:
    """Open a network with onnxruntime, on one thread.

    Raises:
        EngineMissingError: onnxruntime is not installed, or the file is no network.
    """
    if find_spec("onnxruntime") is None:
        raise EngineMissingError("onnxruntime is not installed", hint=INSTALL_HINT)
    import onnxruntime  # noqa: PLC0415 - an extra that a small installation lacks

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    # It would plan and keep memory anew for every shape that it meets, and hardly two pictures have the same.
    options.enable_mem_pattern = False
    options.log_severity_level = 4
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime raises classes of its own that it does not export
        raise EngineMissingError(f"{path} cannot be opened as a network: {error}", hint=INSTALL_HINT) from error


def _run_by_opencv(path: Path) -> Network:
    try:
        network = cv2.dnn.readNetFromONNX(str(path), engine=cv2.dnn.ENGINE_AUTO)
    except cv2.error as error:
        raise EngineMissingError(f"{path} cannot be opened as a network: {error}", hint=INSTALL_HINT) from error

    def run(values: NDArray[np.float32]) -> NDArray[np.float32]:
        network.setInput(values)
        return np.asarray(network.forward(), dtype=np.float32)

    return run
