"""Characters a second of a transformer of the size of ELECTRA-small: what a neural reader costs at least."""

from __future__ import annotations

import json
import time

import torch
from transformers import ElectraConfig, ElectraModel

LENGTH, BATCH, ROUNDS = 256, 16, 8


def main() -> None:
    """Random weights are as fast as trained ones, and nothing is fetched."""
    torch.set_num_threads(1)
    config = ElectraConfig(
        vocab_size=21128, embedding_size=128, hidden_size=256, num_hidden_layers=12,
        num_attention_heads=4, intermediate_size=1024,
    )  # fmt: skip
    model = ElectraModel(config).eval()
    tokens = torch.randint(0, config.vocab_size, (BATCH, LENGTH))
    with torch.inference_mode():
        model(tokens)
        begin = time.process_time()
        for _ in range(ROUNDS):
            model(tokens)
        seconds = time.process_time() - begin
    print(json.dumps({"speed": ROUNDS * BATCH * LENGTH / seconds}))


if __name__ == "__main__":
    main()
