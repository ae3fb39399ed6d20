"""The networks of rapidocr's wheel give the same whichever program runs them."""

import importlib.util

import numpy as np
import pytest

from meishi import networks
from meishi.errors import EngineMissingError


@pytest.fixture
def fresh_networks():
    networks.load_network.cache_clear()
    yield
    networks.load_network.cache_clear()


SHAPES = [
    (networks.DETECTOR, (1, 3, 96, 160)),
    (networks.TURN_TELLER, (2, 3, 48, 192)),
    (networks.READER, (1, 3, 48, 160)),
]


def answer_of(name, shape, runner, monkeypatch):
    """What a network gives for noise, run by one program."""
    networks.load_network.cache_clear()
    with monkeypatch.context() as patch:
        patch.setattr(networks, "find_spec", lambda module: module if module == runner else None)
        network = networks.load_network(name)
    assert network.runner.lower().startswith(runner)
    return network.run(np.random.default_rng(3).uniform(-1, 1, shape).astype(np.float32))


@pytest.mark.needs("second-opinion")
@pytest.mark.parametrize(("name", "shape"), SHAPES)
def test_opencv_gives_what_onnxruntime_gives(fresh_networks, monkeypatch, name, shape):
    by_onnxruntime, by_opencv = (answer_of(name, shape, runner, monkeypatch) for runner in ("onnxruntime", "opencv"))
    assert by_opencv.shape == by_onnxruntime.shape
    assert np.abs(by_opencv - by_onnxruntime).max() < 1e-3


def test_a_missing_network_says_how_to_install_it(fresh_networks):
    with pytest.raises(EngineMissingError) as caught:
        networks.load_network("no-such-network.onnx")
    assert "pip install" in caught.value.hint


def test_a_file_that_is_no_network_is_refused(tmp_path, fresh_networks, monkeypatch):
    (tmp_path / "broken.onnx").write_bytes(b"no network")
    monkeypatch.setattr(networks, "network_file", lambda _: tmp_path / "broken.onnx")
    for runner in ("onnxruntime", "opencv"):
        if runner != "opencv" and importlib.util.find_spec(runner) is None:
            continue
        monkeypatch.setattr(networks, "find_spec", lambda module, runner=runner: module if module == runner else None)
        with pytest.raises(EngineMissingError):
            networks.load_network("broken.onnx")
