"""Makes ``pipeline/handwriting/digits.onnx``. No part of the product: see README.md."""
