"""Teaches MiniLM which questions are the same: a low-rank change of its matrices, kept in `tuning.npz`.

    python tools/meaning/train.py --model DIR --intents DIR --out src/mercery/ai/minilm/tuning.npz

`--model`: a folder with `model.safetensors` and `tokenizer.json` of all-MiniLM-L6-v2. `--intents`: a folder with
`banking77.jsonl`, `bitext.jsonl` and `clinc150.jsonl`, lines of `{"text", "intent"}` (sources and licences: decision 18).
The questions of shops are `questions.txt` beside this file and Mercery's common questions. Needs torch, numpy,
safetensors and tokenizers, of which torch is no need of Mercery's: run it in an environment of its own. Takes ten to
thirty minutes on one core.

Supervised contrastive learning (Khosla et al. 2020) with low-rank changes (Hu et al. 2021, "LoRA"): texts of one question
are drawn together and apart from the other questions of the same shop or set; a pull back to the vectors of the unchanged
model keeps what it knew. One message in `KEPT_BACK` of the intents is never learnt from, so that it can be asked later.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 - its usual name
from safetensors.numpy import load_file
from tokenizers import Tokenizer

HERE: Final = Path(__file__).parent
COMMON: Final = HERE.parent.parent / "src/mercery/knowledge/common_questions.txt"
SETS: Final = ("banking77", "bitext", "clinc150")
OUT_OF_SCOPE: Final = "oos"
KEPT_BACK: Final = 7
LAYERS: Final = 6
CHANGED: Final = range(2, LAYERS)
"""Layers that are changed: the lower ones know words, not questions, and leaving them alone saves a third of the time."""
HEADS: Final = 12
MATRICES: Final = (
    "attention.self.query",
    "attention.self.key",
    "attention.self.value",
    "attention.output.dense",
    "intermediate.dense",
    "output.dense",
)
SHOP_SHARE: Final = 0.65
"""How often a batch comes from a shop and not from a set of intents."""
QUESTIONS: Final = 20
TEXTS: Final = 3
"""Questions in a batch, and texts of each."""
ANSWER_SHARE: Final = 0.6
"""How often the answer of a question stands for one of its texts."""
TEMPERATURE: Final = 0.06
PULL: Final = 5.0
"""How strongly vectors are held to those of the unchanged model."""

Tensor = Any


@dataclass(frozen=True)
class Question:
    """The texts that ask one thing."""

    texts: tuple[str, ...]
    answer: str = ""


Material = dict[str, list[Question]]
"""Shop or set to its questions."""


def shop_questions(path: Path) -> Material:
    """The shops of `questions.txt`."""
    found: Material = {}
    name = ""
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("=="):
            name = line.strip("= ")
        elif line.strip() and not line.startswith("#"):
            asked, _, answer = line.partition("=>")
            texts = tuple(text.strip() for text in asked.split(";") if text.strip())
            found.setdefault(name, []).append(Question(texts, answer.strip()))
    return found


def common_questions(path: Path) -> list[Question]:
    """The English side of Mercery's common questions, those with two texts at least."""
    found = []
    for line in path.read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            texts = tuple(text.strip() for text in line.partition("|")[0].split(";") if text.strip())
            found += [Question(texts)] if len(texts) >= TEXTS else []
    return found


def intents(folder: Path) -> Material:
    """The sets of intents without what is kept back."""
    found: Material = {}
    for name in SETS:
        by_intent: dict[str, list[str]] = {}
        for line in (folder / f"{name}.jsonl").read_text("utf-8").splitlines():
            row = json.loads(line)
            if row["intent"] != OUT_OF_SCOPE and zlib.crc32(row["text"].encode()) % KEPT_BACK:
                by_intent.setdefault(row["intent"], []).append(row["text"])
        found[name] = [Question(tuple(texts)) for texts in by_intent.values() if len(texts) >= TEXTS]
    return found


class Encoder:
    """MiniLM with a low-rank change of its matrices (rank 0: unchanged)."""

    def __init__(self, folder: Path, rank: int, seed: int) -> None:
        raw = load_file(folder / "model.safetensors")
        self.weights = {
            name.removeprefix("bert."): torch.tensor(array.astype(np.float32))
            for name, array in raw.items()
            if np.issubdtype(array.dtype, np.floating)
        }
        self._tokens = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokens.enable_truncation(28)
        self._tokens.enable_padding()
        chance = torch.Generator().manual_seed(seed)
        self.changes: dict[str, tuple[Tensor, Tensor]] = {}
        names = [f"encoder.layer.{layer}.{matrix}" for layer in CHANGED for matrix in MATRICES] if rank else []
        for name in names:
            wide, narrow = self.weights[f"{name}.weight"].shape
            down = torch.randn(rank, narrow, generator=chance) / math.sqrt(narrow) * 2
            self.changes[name] = (down.requires_grad_(), torch.zeros(wide, rank).requires_grad_())

    def __call__(self, texts: Sequence[str]) -> Tensor:
        coded = self._tokens.encode_batch(list(texts))
        ids, mask = torch.tensor([one.ids for one in coded]), torch.tensor([one.attention_mask for one in coded])
        hidden = self.weights["embeddings.word_embeddings.weight"][ids]
        hidden = hidden + self.weights["embeddings.position_embeddings.weight"][: ids.shape[1]]
        hidden = self._normed(hidden + self.weights["embeddings.token_type_embeddings.weight"][0], "embeddings")
        for layer in range(LAYERS):
            hidden = self._layer(hidden, mask, f"encoder.layer.{layer}")
        kept = mask[:, :, None].float()
        return F.normalize((hidden * kept).sum(1) / kept.sum(1), dim=-1)

    def _layer(self, hidden: Tensor, mask: Tensor, key: str) -> Tensor:
        texts, tokens, width = hidden.shape
        query, near, value = (
            self._dense(hidden, f"{key}.attention.self.{part}").view(texts, tokens, HEADS, -1).transpose(1, 2)
            for part in ("query", "key", "value")
        )
        seen = F.scaled_dot_product_attention(query, near, value, attn_mask=mask[:, None, None, :].bool())
        seen = seen.transpose(1, 2).reshape(texts, tokens, width)
        hidden = self._normed(self._dense(seen, f"{key}.attention.output.dense") + hidden, f"{key}.attention.output")
        wide = F.gelu(self._dense(hidden, f"{key}.intermediate.dense"))
        return self._normed(self._dense(wide, f"{key}.output.dense") + hidden, f"{key}.output")

    def _dense(self, inner: Tensor, key: str) -> Tensor:
        made = F.linear(inner, self.weights[f"{key}.weight"], self.weights[f"{key}.bias"])
        if key in self.changes:
            down, up = self.changes[key]
            made = made + F.linear(F.linear(inner, down), up)
        return made

    def _normed(self, inner: Tensor, key: str) -> Tensor:
        scale, shift = self.weights[f"{key}.LayerNorm.weight"], self.weights[f"{key}.LayerNorm.bias"]
        return F.layer_norm(inner, (inner.shape[-1],), scale, shift, 1e-12)


def batch(chance: random.Random, shops: Material, sets: Material) -> tuple[list[str], list[int]]:
    """Texts with the number of their question. All questions come from one shop or set: they are hard to tell apart."""
    source = shops if chance.random() < SHOP_SHARE else sets
    name = chance.choices(list(source), weights=[len(one) ** 0.7 for one in source.values()])[0]
    texts, numbers = [], []
    for number, question in enumerate(chance.sample(source[name], min(QUESTIONS, len(source[name])))):
        some = chance.sample(question.texts, min(TEXTS, len(question.texts)))
        if question.answer and chance.random() < ANSWER_SHARE:
            some[0] = question.answer
        # Customers leave out capitals and marks.
        texts += [text.rstrip("?.!").lower() if chance.random() < 0.3 else text for text in some]
        numbers += [number] * len(some)
    return texts, numbers


def loss_of(vectors: Tensor, before: Tensor, numbers: Sequence[int]) -> Tensor:
    """Each pair of one question against all texts of other questions, and the pull back."""
    owner = torch.tensor(numbers)
    same = owner[:, None] == owner[None]
    pairs = same & ~torch.eye(len(owner), dtype=torch.bool)
    likeness = vectors @ vectors.T
    logits = likeness / TEMPERATURE
    others = torch.logsumexp(logits.masked_fill(same, -1e4), 1, keepdim=True)
    apart = (torch.logaddexp(others, logits) - logits)[pairs].mean()
    moved = (likeness - before @ before.T)[~same].square().mean() + (1 - (vectors * before).sum(1)).mean() / 10
    return apart + PULL * moved


def train(options: argparse.Namespace, shops: Material, sets: Material) -> Encoder:
    """The changed encoder."""
    chance = random.Random(options.seed)  # noqa: S311 - repeatable, not secret
    plain, changed = Encoder(options.model, 0, options.seed), Encoder(options.model, options.rank, options.seed)
    numbers_of = [number for pair in changed.changes.values() for number in pair]
    descent = torch.optim.AdamW(numbers_of, lr=options.rate, weight_decay=0.01)
    mean = 0.0
    known: dict[str, Tensor] = {}
    for step in range(options.steps):
        for group in descent.param_groups:
            group["lr"] = options.rate * min(1, (step + 1) / 20) * (1 + math.cos(math.pi * step / options.steps)) / 2
        texts, numbers = batch(chance, shops, sets)
        with torch.no_grad():
            for text in texts:
                if text not in known:
                    known[text] = plain([text])[0]
        before = torch.stack([known[text] for text in texts])
        loss = loss_of(changed(texts), before, numbers)
        descent.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(numbers_of, 1.0)
        descent.step()
        mean = loss.item() if not step else 0.95 * mean + 0.05 * loss.item()
        if step % 25 == 24:
            sys.stderr.write(f"{step + 1}: {mean:.3f}\n")
            write(changed, options.out)
    return changed


def write(encoder: Encoder, path: Path) -> None:
    """The change as halves: `<matrix>.down` and `<matrix>.up`, to be multiplied and added."""
    arrays = {}
    for name, (down, up) in encoder.changes.items():
        arrays[f"{name}.down"] = down.detach().numpy().astype(np.float16)
        arrays[f"{name}.up"] = up.detach().numpy().astype(np.float16)
    np.savez(path, **arrays)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--intents", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=280)
    parser.add_argument("--rank", type=int, default=6)
    parser.add_argument("--rate", type=float, default=2.5e-3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--without", nargs="*", default=(), help="shops to leave out, so that they can be asked later")
    options = parser.parse_args()
    torch.set_num_threads(1)
    shops = {
        name: asked for name, asked in shop_questions(HERE / "questions.txt").items() if name not in options.without
    }
    shops["common"] = common_questions(COMMON)
    write(train(options, shops, intents(options.intents)), options.out)


if __name__ == "__main__":
    main()
