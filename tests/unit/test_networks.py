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


@pytest.mark.needs("second-opinion")
@pytest.mark.parametrize(
    ("name", "shape"),
    [(networks.DETECTOR, (1, 3, 96, 160)), (networks.TURN_TELLER, (2, 3, 48, 192)), (networks.READER, (1, 3, 48, 160))],
)
def test_opencv_gives_what_onnxruntime_gives(fresh_networks, monkeypatch, name, shape):
    values = np.random.default_rng(3).uniform(-1, 1, shape).astype(np.float32)
    by_onnxruntime = networks.load_network(name)(values)
    networks.load_network.cache_clear()
    monkeypatch.setattr(networks, "find_spec", lambda _: None)
    by_opencv = networks.load_network(name)(values)
    assert by_opencv.shape == by_onnxruntime.shape
    assert np.abs(by_opencv - by_onnxruntime).max() < 1e-3


def test_a_missing_network_says_how_to_install_it(fresh_networks):
    with pytest.raises(EngineMissingError) as caught:
        networks.load_network("no-such-network.onnx")
    assert "pip install" in caught.value.hint


def test_a_file_that_is_no_network_is_refused(tmp_path, fresh_networks, monkeypatch):
    (tmp_path / "broken.onnx").write_bytes(b"no network")
    monkeypatch.setattr(networks, "network_file", lambda _: tmp_path / "broken.onnx")
    for installed in (importlib.util.find_spec("onnxruntime"), None):
        monkeypatch.setattr(networks, "find_spec", lambda _, spec=installed: spec)
        with pytest.raises(EngineMissingError):
            networks.load_network("broken.onnx")
