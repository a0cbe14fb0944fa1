"""What the README's figures are measured with. Each prints ratios against an anchor measured in the same run."""
