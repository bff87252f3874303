"""Teaches MiniLM which questions are the same: `taught.json` in a folder becomes `change.npz` beside it (`train.py`).

    PYTHON-WITH-TORCH tools/meaning/teaching.py --work DIR --model DIR [--minutes N] [--start FILE]

`--model`: the folder of the model's weights and tokenizer; `--start`: a change to go on from, made from fewer shops. Run
by a Python that has torch, safetensors and tokenizers, apart from the project, which needs none of the first. What is
learnt so far is written every 25 steps, so it can be stopped at any of them. One thread: on a machine that others use as
well, two that wait for each other are slower.

Supervised contrastive learning (Khosla et al. 2020): texts of one subject are drawn together, and apart from the other
subjects of the same shop, which are the hardest to tell from it. Only narrow matrices beside those of the upper layers
are learnt (Hu et al. 2021): some thousand phrasings would otherwise be learnt by heart. A message that a shop does not
answer stands in the batch as a subject of its own, to be kept apart from all others.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import nn
from torch.nn import functional

MINUTES: Final = 30.0
RATE: Final = 6e-4
WARM: Final = 25
KEPT_EVERY: Final = 25
"""Steps after which what is learnt is written."""
RANK: Final = 24
GAIN: Final = 2.0
LAYERS: Final = 6
HEADS: Final = 12
WIDTH: Final = 384
FIRST_LAYER: Final = 2
"""Layers below it stay as they are."""
DROPPED: Final = 0.1
SUBJECTS: Final = 40
TEXTS: Final = 3
"""Subjects in a batch, and texts of each."""
ANSWER_SHARE: Final = 0.5
"""How often the answer stands beside the texts."""
ALONE: Final = 6
"""Messages without an answer in a batch."""
SET_SHARE: Final = 0.1
"""How often a batch comes from an open set of intents and not from a shop."""
TEMPERATURE: Final = 0.05
DENSE: Final = ("attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense", "intermediate.dense", "output.dense")  # fmt: skip

NUMBERS: Final = torch.bfloat16
"""What matrices are multiplied in: twice as fast as whole floats where the processor knows it."""

Source = dict[str, list[tuple[list[str], str]]]
Alone = dict[str, list[str]]


class Changed(nn.Module):  # type: ignore[misc]
    """The network with narrow matrices beside its own."""

    def __init__(self, weights: dict[str, Any]) -> None:
        super().__init__()
        self.weights = weights
        self.parts = nn.ParameterDict()
        for layer in range(FIRST_LAYER, LAYERS):
            for part in DENSE:
                out, into = weights[f"encoder.layer.{layer}.{part}.weight"].shape
                name = f"{layer}/{part}".replace(".", "-")
                self.parts[f"{name}:down"] = nn.Parameter(torch.randn(RANK, into) / math.sqrt(into))
                self.parts[f"{name}:up"] = nn.Parameter(torch.zeros(out, RANK))

    def dense(self, inner: Any, layer: int, part: str) -> Any:
        key, name = f"encoder.layer.{layer}.{part}", f"{layer}/{part}".replace(".", "-")
        matrix = self.weights[f"{key}.weight"]
        if f"{name}:up" in self.parts:
            matrix = matrix + GAIN * (self.parts[f"{name}:up"] @ self.parts[f"{name}:down"])
        shift = self.weights[f"{key}.bias"].to(NUMBERS)
        return functional.linear(inner.to(NUMBERS), matrix.to(NUMBERS), shift)

    def normed(self, inner: Any, key: str) -> Any:
        scale, shift = self.weights[f"{key}.LayerNorm.weight"], self.weights[f"{key}.LayerNorm.bias"]
        return functional.layer_norm(inner.float(), (WIDTH,), scale, shift, 1e-12)

    def forward(self, ids: Any, mask: Any) -> Any:
        """A vector of length one for each text."""
        kind = self.weights["embeddings.token_type_embeddings.weight"][0]
        places = self.weights["embeddings.position_embeddings.weight"][: ids.shape[1]] + kind
        hidden = self.normed(self.weights["embeddings.word_embeddings.weight"][ids] + places, "embeddings")
        count, length = ids.shape
        for layer in range(LAYERS):
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


def vectors(net: Changed, tokens: Any, texts: list[str]) -> Any:
    """The vectors of texts; short and long ones go apart, so that less is filled up."""
    rows = [tokens.encode(text).ids for text in texts]
    order = sorted(range(len(rows)), key=lambda place: len(rows[place]))
    made = []
    ends = [len(order) * tenth // 10 for tenth in (0, 4, 7, 9, 10)]
    for part in (order[start:end] for start, end in pairwise(ends) if end > start):
        longest = max(len(rows[place]) for place in part)
        ids = torch.tensor([rows[place] + [0] * (longest - len(rows[place])) for place in part])
        mask = torch.tensor([[step < len(rows[place]) for step in range(longest)] for place in part])
        made.append(net(ids, mask))
    back = torch.empty(len(order), dtype=torch.long)
    back[torch.tensor(order)] = torch.arange(len(order))
    return torch.cat(made)[back]


def batch(chance: random.Random, source: Source, alone: Alone) -> tuple[list[str], list[int]]:
    """Texts of some subjects of one shop, and the subject of each; some messages that none of them answers."""
    name = chance.choices(list(source), weights=[size(one) ** 0.7 for one in source.values()])[0]
    return taken(chance, source[name], alone.get(name, []))


def taken(
    chance: random.Random, subjects: list[tuple[list[str], str]], alone: list[str]
) -> tuple[list[str], list[int]]:
    """Texts of some subjects, and the subject of each; some messages that none of them answers."""
    texts: list[str] = []
    owners: list[int] = []
    for owner, (asked, answer) in enumerate(chance.sample(subjects, min(SUBJECTS, len(subjects)))):
        some = chance.sample(asked, min(TEXTS, len(asked)))
        if answer and chance.random() < ANSWER_SHARE:
            some.append(answer)
        texts += some
        owners += [owner] * len(some)
    foreign = chance.sample(alone, min(ALONE, len(alone)))
    return texts + foreign, owners + [len(texts) + place for place in range(len(foreign))]


def size(subjects: list[tuple[list[str], str]]) -> int:
    """The texts of a shop."""
    return sum(len(asked) for asked, _ in subjects)


def loss(rows: Any, owners: Any) -> Any:
    """Each pair of one subject against all texts of other subjects."""
    logits = rows @ rows.T / TEMPERATURE
    same = owners[:, None] == owners[None]
    pairs = same & ~torch.eye(len(owners), dtype=torch.bool)
    others = logits.masked_fill(same, -1e9).logsumexp(1, keepdim=True)
    return (functional.softplus(others - logits) * pairs).sum() / pairs.sum()


def teach(net: Changed, tokens: Any, material: dict[str, Any], minutes: float, keep: Callable[[], None]) -> None:
    """Adam, warmed up and slowed down as the time goes by."""
    chance = random.Random(1)  # noqa: S311 - repeatable, not secret
    shops, sets, alone = material["shops"], material["sets"], material["unanswered"]
    learnt = list(net.parts.values())
    optimiser = torch.optim.AdamW(learnt, lr=RATE, weight_decay=0.01)
    started, step = time.monotonic(), 0
    while (gone := (time.monotonic() - started) / (minutes * 60)) < 1:
        for group in optimiser.param_groups:
            group["lr"] = RATE * min(1, (step + 1) / WARM) * (1 - gone)
        texts, owners = batch(chance, sets if sets and chance.random() < SET_SHARE else shops, alone)
        value = loss(vectors(net, tokens, texts), torch.tensor(owners))
        optimiser.zero_grad()
        value.backward()
        nn.utils.clip_grad_norm_(learnt, 1.0)
        optimiser.step()
        step += 1
        if step % KEPT_EVERY == 0:
            keep()
            sys.stderr.write(f"step {step}, {gone:.0%} of the time: {float(value.detach()):.3f}\n")
    keep()


def written(net: Changed, path: Path) -> None:
    """The change as it ships."""
    arrays = {}
    for name in sorted({name.partition(":")[0] for name in net.parts}):
        layer, _, part = name.replace("-", ".").partition("/")
        key = f"encoder.layer.{layer}.{part}.weight"
        arrays[f"{key}:up"] = (GAIN * net.parts[f"{name}:up"]).detach().numpy().astype(np.float16)
        arrays[f"{key}:down"] = net.parts[f"{name}:down"].detach().numpy().astype(np.float16)
    np.savez_compressed(path, **arrays)


def begun(net: Changed, path: Path) -> None:
    """Go on from what is written there."""
    with np.load(path) as kept:
        for name, part in net.parts.items():
            place, _, side = name.partition(":")
            layer, _, matrix = place.replace("-", ".").partition("/")
            rows = torch.tensor(kept[f"encoder.layer.{layer}.{matrix}.weight:{side}"].astype(np.float32))
            part.data = rows / GAIN if side == "up" else rows


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=MINUTES)
    parser.add_argument("--start", type=Path)
    options = parser.parse_args()
    torch.manual_seed(0)
    torch.set_num_threads(1)
    kept = load_file(options.model / "model.safetensors").items()
    net = Changed({name.removeprefix("bert."): rows.float() for name, rows in kept if rows.is_floating_point()})
    if options.start:
        begun(net, options.start)
    tokens = Tokenizer.from_file(str(options.model / "tokenizer.json"))
    tokens.enable_truncation(48)
    tokens.no_padding()
    material = json.loads((options.work / "taught.json").read_text("utf-8"))
    teach(net.train(), tokens, material, options.minutes, lambda: written(net, options.work / "change.npz"))


if __name__ == "__main__":
    main()
