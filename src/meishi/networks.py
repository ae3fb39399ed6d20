"""The neural networks that come inside rapidocr's wheel, and what runs them.

They are PP-OCR's (Apache-2.0): one marks text, one tells whether a line stands on its head, one reads a line. They are
found as files; the distribution's own code is never imported. onnxruntime runs them where it is installed, in half
the time that OpenCV takes, which is always there. OpenVINO takes two thirds of that on processors that multiply in
bfloat16 (Zen 4, Sapphire Rapids and later), and no less than onnxruntime on others, where it is left alone.
"""

from __future__ import annotations

import importlib.metadata
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
from numpy.typing import NDArray

from meishi.errors import EngineMissingError

if TYPE_CHECKING:
    import openvino  # type: ignore[import-untyped]

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
    if find_spec("openvino") is not None and _multiplies_in_bfloat16():
        open_by = _open_by_openvino
    elif find_spec("onnxruntime") is not None:
        open_by = _open_by_onnxruntime
    else:
        open_by = _open_by_opencv
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


def _open_by_openvino(path: Path) -> Network:
    core = _openvino_core()
    model = core.read_model(path)
    compiled = core.compile_model(model, "CPU", {"INFERENCE_NUM_THREADS": 1, "INFERENCE_PRECISION_HINT": "bf16"})
    request, output = compiled.create_infer_request(), compiled.output(0)
    notes = model.get_rt_info("framework").value if model.has_rt_info("framework") else {}
    return Network(
        lambda values: np.array(request.infer({0: values})[output], dtype=np.float32),
        f"OpenVINO {importlib.metadata.version('openvino')}",
        {name: str(note) for name, note in notes.items()},
    )


def _multiplies_in_bfloat16() -> bool:
    return "BF16" in _openvino_core().get_property("CPU", "OPTIMIZATION_CAPABILITIES")


@cache
def _openvino_core() -> openvino.Core:
    # With it comes a package that sends statistics of its command line tools; here nothing is sent.
    sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]
    import openvino  # noqa: PLC0415 - an extra that a small installation lacks

    return openvino.Core()
