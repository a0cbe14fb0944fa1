"""Trained weights as an ONNX graph; kernels are kept in half precision, which halves the file."""

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from training.network import LAYERS, SIGNS, Weights, kernel, padding

_OPSET = 17
_IR_VERSION = 8


def write(weights: Weights, path: Path, about: dict[str, str]) -> None:
    """Write the network: "ink" (strips, 1, 32, width) to "scores" (strips, width / 4, SIGNS).

    Args:
        weights: of every layer.
        path: of the file.
        about: kept in the file's metadata.
    """
    nodes: list[onnx.NodeProto] = []
    constants: list[onnx.TensorProto] = []
    seen, inputs = "ink", 1
    for index, (layer, weight) in enumerate(zip(LAYERS, weights, strict=True)):
        rows, columns = layer.kernel
        shaped = np.asarray(kernel(weight)).reshape(rows, columns, inputs, layer.outputs).transpose(3, 2, 0, 1)
        constants.append(numpy_helper.from_array(shaped.astype(np.float16), f"half_{index}"))
        constants.append(numpy_helper.from_array(np.asarray(weight["bias"], np.float32), f"bias_{index}"))
        nodes.append(helper.make_node("Cast", [f"half_{index}"], [f"kernel_{index}"], to=TensorProto.FLOAT))
        high, wide = padding(layer)
        nodes.append(
            helper.make_node(
                "Conv",
                [seen, f"kernel_{index}", f"bias_{index}"],
                [f"conv_{index}"],
                kernel_shape=[rows, columns],
                pads=[high, wide, high, wide],
            )
        )
        seen, inputs = f"conv_{index}", layer.outputs
        if index < len(LAYERS) - 1:
            nodes.append(helper.make_node("Relu", [seen], [f"relu_{index}"]))
            seen = f"relu_{index}"
        if layer.pool != (1, 1):
            pool = list(layer.pool)
            nodes.append(helper.make_node("MaxPool", [seen], [f"pool_{index}"], kernel_shape=pool, strides=pool))
            seen = f"pool_{index}"
    constants.append(numpy_helper.from_array(np.array([2], np.int64), "rows"))
    nodes.append(helper.make_node("Squeeze", [seen, "rows"], ["columns"]))
    nodes.append(helper.make_node("Transpose", ["columns"], ["scores"], perm=[0, 2, 1]))
    graph = helper.make_graph(
        nodes,
        "digits",
        [helper.make_tensor_value_info("ink", TensorProto.FLOAT, ["strips", 1, 32, "width"])],
        [helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["strips", "columns", SIGNS])],
        constants,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", _OPSET)], ir_version=_IR_VERSION)
    helper.set_model_props(model, about)
    onnx.checker.check_model(model, full_check=True)
    path.write_bytes(model.SerializeToString(deterministic=True))
