"""Teaches the upper layers of multilingual-e5-small which questions are the same: `change.npz` in a folder (`train_chinese.py`).

    PYTHON-WITH-TORCH -m tools.meaning.teaching_chinese --work DIR [--minutes N]

As `teaching.py`, from which it has the loss and the batches; but what comes out of the lower layers was worked out once, so
that a step takes a third of the time.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
import time
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from tools.meaning.teaching import (
    DENSE,
    DROPPED,
    GAIN,
    HEADS,
    KEPT_EVERY,
    NUMBERS,
    RANK,
    RATE,
    WARM,
    WIDTH,
    loss,
    taken,
)
from torch import nn
from torch.nn import functional

MINUTES: Final = 30.0
CHINESE_TIMES: Final = 3.0
"""How much oftener a batch comes from a Chinese shop than its size says."""


class Upper(nn.Module):  # type: ignore[misc]
    """The upper layers with narrow matrices beside their own."""

    def __init__(self, weights: dict[str, Any]) -> None:
        super().__init__()
        self.weights = weights
        self.layers = sorted({int(name.split(".")[2]) for name in weights})
        self.parts = nn.ParameterDict()
        for layer in self.layers:
            for part in DENSE:
                out, into = weights[f"encoder.layer.{layer}.{part}.weight"].shape
                name = f"{layer}/{part}".replace(".", "-")
                self.parts[f"{name}:down"] = nn.Parameter(torch.randn(RANK, into) / math.sqrt(into))
                self.parts[f"{name}:up"] = nn.Parameter(torch.zeros(out, RANK))

    def dense(self, inner: Any, layer: int, part: str) -> Any:
        key, name = f"encoder.layer.{layer}.{part}", f"{layer}/{part}".replace(".", "-")
        matrix = self.weights[f"{key}.weight"] + GAIN * (self.parts[f"{name}:up"] @ self.parts[f"{name}:down"])
        return functional.linear(inner.to(NUMBERS), matrix.to(NUMBERS), self.weights[f"{key}.bias"].to(NUMBERS))

    def normed(self, inner: Any, key: str) -> Any:
        scale, shift = self.weights[f"{key}.LayerNorm.weight"], self.weights[f"{key}.LayerNorm.bias"]
        return functional.layer_norm(inner.float(), (WIDTH,), scale, shift, 1e-12)

    def forward(self, hidden: Any, mask: Any) -> Any:
        """A vector of length one for each text."""
        count, length, _ = hidden.shape
        for layer in self.layers:
            query, key, value = (
                self.dense(hidden, layer, part).view(count, length, HEADS, WIDTH // HEADS).transpose(1, 2)
                for part in DENSE[:3]
            )
            seen = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask[:, None, None, :])
            seen = self.dense(seen.transpose(1, 2).reshape(count, length, WIDTH), layer, DENSE[3])
            seen = functional.dropout(seen, DROPPED, self.training)
            hidden = self.normed(seen + hidden, f"encoder.layer.{layer}.attention.output")
            wide = functional.gelu(self.dense(hidden, layer, DENSE[4]))
            narrow = functional.dropout(self.dense(wide, layer, DENSE[5]), DROPPED, self.training)
            hidden = self.normed(narrow + hidden, f"encoder.layer.{layer}.output")
        present = mask[:, :, None].float()
        return functional.normalize((hidden * present).sum(1) / present.sum(1), dim=-1)


class Lower:
    """What came out of the lower layers, text by text."""

    def __init__(self, work: Path, texts: list[str]) -> None:
        with np.load(work / "hidden.npz") as kept:
            self._rows, ends = kept["rows"], kept["ends"]
        self._places = {text: (int(ends[at]), int(ends[at + 1])) for at, text in enumerate(texts)}

    def batch(self, texts: list[str]) -> tuple[Any, Any]:
        """Hidden rows of texts, filled up to the longest, and where they are rows of the text."""
        spans = [self._places[text] for text in texts]
        longest = max(end - begin for begin, end in spans)
        hidden = torch.zeros(len(texts), longest, WIDTH)
        mask = torch.zeros(len(texts), longest, dtype=torch.bool)
        for at, (begin, end) in enumerate(spans):
            hidden[at, : end - begin] = torch.from_numpy(self._rows[begin:end].astype(np.float32))
            mask[at, : end - begin] = True
        return hidden, mask

    def length(self, text: str) -> int:
        begin, end = self._places[text]
        return end - begin


def vectors(net: Upper, lower: Lower, texts: list[str]) -> Any:
    """The vectors of texts; short and long ones go apart, so that less is filled up."""
    order = sorted(range(len(texts)), key=lambda place: lower.length(texts[place]))
    ends = [len(order) * tenth // 10 for tenth in (0, 4, 7, 9, 10)]
    parts = [order[start:end] for start, end in pairwise(ends) if end > start]
    made = torch.cat([net(*lower.batch([texts[place] for place in part])) for part in parts])
    back = torch.empty(len(order), dtype=torch.long)
    back[torch.tensor(order)] = torch.arange(len(order))
    return made[back]


def chosen(chance: random.Random, shops: dict[str, Any]) -> str:
    """A shop, larger ones and Chinese ones oftener."""
    weights = [
        sum(len(asked) for asked, _ in own) ** 0.7 * (CHINESE_TIMES if _chinese(own[0][0][0]) else 1.0)
        for own in shops.values()
    ]
    return chance.choices(list(shops), weights=weights)[0]


def _chinese(text: str) -> bool:
    return any("\u4e00" <= one <= "\u9fff" for one in text)


def teach(net: Upper, lower: Lower, material: dict[str, Any], minutes: float, path: Path) -> None:
    """Adam, warmed up and slowed down as the time goes by."""
    chance = random.Random(1)  # noqa: S311 - repeatable, not secret
    learnt = list(net.parts.values())
    optimiser = torch.optim.AdamW(learnt, lr=RATE, weight_decay=0.01)
    started, step = time.monotonic(), 0
    while (gone := (time.monotonic() - started) / (minutes * 60)) < 1:
        for group in optimiser.param_groups:
            group["lr"] = RATE * min(1, (step + 1) / WARM) * (1 - gone)
        name = chosen(chance, material["shops"])
        texts, owners = taken(chance, material["shops"][name], material["unanswered"].get(name, []))
        value = loss(vectors(net, lower, texts), torch.tensor(owners))
        optimiser.zero_grad()
        value.backward()
        nn.utils.clip_grad_norm_(learnt, 1.0)
        optimiser.step()
        step += 1
        if step % KEPT_EVERY == 0:
            written(net, path)
            sys.stderr.write(f"step {step}, {gone:.0%} of the time: {float(value.detach()):.3f}\n")
    written(net, path)


def written(net: Upper, path: Path) -> None:
    """The change as it ships."""
    arrays = {}
    for name in sorted({name.partition(":")[0] for name in net.parts}):
        layer, _, part = name.replace("-", ".").partition("/")
        key = f"encoder.layer.{layer}.{part}.weight"
        arrays[f"{key}:up"] = (GAIN * net.parts[f"{name}:up"]).detach().numpy().astype(np.float16)
        arrays[f"{key}:down"] = net.parts[f"{name}:down"].detach().numpy().astype(np.float16)
    np.savez_compressed(path, **arrays)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=MINUTES)
    options = parser.parse_args()
    torch.manual_seed(0)
    torch.set_num_threads(1)
    material = json.loads((options.work / "taught.json").read_text("utf-8"))
    with np.load(options.work / "upper.npz") as kept:
        net = Upper({name: torch.tensor(kept[name]) for name in kept.files})
    lower = Lower(options.work, material["texts"])
    teach(net.train(), lower, material, options.minutes, options.work / "change.npz")


if __name__ == "__main__":
    main()
