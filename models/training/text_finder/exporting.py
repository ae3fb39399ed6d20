"""Writes the network as an ONNX file, the batch normalisation folded into the convolutions."""

from __future__ import annotations

import copy
import hashlib
from pathlib import Path

import torch
from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from training.text_finder.network import TextFinder

_OPERATOR_SET = 13


def write_onnx(network: TextFinder, path: Path) -> str:
    """Write the network for pictures of any size whose sides are multiples of 32.

    Returns:
        The file's sha256.
    """
    folded = _folded(copy.deepcopy(network).eval())
    size = {2: "height", 3: "width"}
    torch.onnx.export(
        folded,
        (torch.zeros(1, 3, 448, 640),),
        str(path),
        dynamo=False,
        opset_version=_OPERATOR_SET,
        input_names=["picture"],
        output_names=["answer"],
        dynamic_axes={"picture": size, "answer": size},
    )
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _folded(module: nn.Module) -> nn.Module:
    for name, child in module.named_children():
        if isinstance(child, nn.Sequential) and len(child) > 1 and isinstance(child[1], nn.BatchNorm2d):
            convolution = child[0]
            assert isinstance(convolution, nn.Conv2d)
            setattr(module, name, nn.Sequential(fuse_conv_bn_eval(convolution, child[1]), *list(child)[2:]))
        else:
            _folded(child)
    return module
