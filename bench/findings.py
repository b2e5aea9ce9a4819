"""How fast findings are found: abstracts a CPU second through sections, sentences, cues, enumerations and grounding; and memory.

usage: python bench/findings.py [--small]

The named peer is pysbd, the maintained rule-based sentence splitter, on the same abstracts in the same run: it only splits sentences,
we do everything. Abstracts are composed of invented sentences (tests/data) and coded summaries, a third of them without findings.
"""

import json
import random
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[0] = str(ROOT)  # this folder has modules named like our packages

from kg.concepts.ground import Grounder  # noqa: E402
from kg.concepts.lexicon import Lexicon  # noqa: E402
from kg.findings.find import find  # noqa: E402
from kg.text.sections import read_text  # noqa: E402

PLAIN = (
    "We measured the outcome at baseline and after twelve months in both arms.", "The mean age was 54 years and 48% were women.",
    "There were no significant differences between the groups at follow-up.", "Data were analysed with linear mixed models.",
    "The primary outcome was the change in score from baseline.", "Adverse events were rare and mild in both groups.",
    "In total 312 people were screened and 204 were included.", "The intervention was delivered in eight weekly sessions.",
)  # fmt: skip


def abstracts(number: int, seed: int = 7) -> list[str]:
    """Invented abstracts of 8 to 12 sentences, the same on every run."""
    chance = random.Random(seed)
    lines = (ROOT / "tests" / "data" / "findings" / "sentences.txt").read_text(encoding="utf-8").splitlines()
    told = [line[2:].partition("||")[0].strip() for line in lines if line[:2] in ("R ", "C ")]
    summaries = [
        json.loads(line)["text"] for line in (ROOT / "tests/data/findings/summaries.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    made = []
    for count in range(number):
        if count % 6 == 0:
            made.append(chance.choice(summaries))
            continue
        bearing = chance.sample(told, 3) if count % 3 else []
        made.append(
            f"BACKGROUND: {' '.join(chance.sample(PLAIN, 2))}\n"
            f"METHODS: We interviewed {count % 40 + 5} nurses. {' '.join(chance.sample(PLAIN, 2))}\n"
            f"RESULTS: {' '.join([chance.choice(PLAIN), *bearing])}\nCONCLUSIONS: {chance.choice(PLAIN)}"
        )
    return made


def rate(act: Callable[[str], object], texts: list[str], rounds: int = 3) -> float:
    """Texts a CPU second, the best of a few rounds: other processes only ever slow one down."""
    best = 0.0
    for _ in range(rounds):
        started = time.process_time()
        for text in texts:
            act(text)
        best = max(best, len(texts) / (time.process_time() - started))
    return best


def main() -> None:
    """Measure and print."""
    small = "--small" in sys.argv
    texts = abstracts(600 if small else 3_000)
    grounder = Grounder(Lexicon.load())
    everything = rate(lambda text: [grounder.finding(one) for one in find(read_text(text))], texts)
    finding = rate(lambda text: find(read_text(text)), texts)
    each = sum(len(find(read_text(text))) for text in texts) / len(texts)
    print(f"findings with grounding: {everything:,.0f} abstracts a CPU second ({each:.1f} findings each)")
    print(f"findings alone:          {finding:,.0f}")
    try:
        import pysbd
    except ImportError:
        print("pysbd is not installed: no ratio")
    else:
        peer = rate(pysbd.Segmenter(language="en", clean=False).segment, texts[:150], 2)
        print(f"pysbd, sentences alone:  {peer:,.0f}; we do everything {everything / peer:.1f} times as fast")
    memory(texts, 5_000 if small else 100_000)


def memory(texts: list[str], number: int) -> None:
    """Peak memory after a tenth of the abstracts, and after all."""
    peaks = []
    for count in range(number):
        find(read_text(f"{texts[count % len(texts)]} {count}."))
        if count in (number // 10, number - 1):
            peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    print(
        f"memory: {peaks[0]:.0f} MB after {number // 10:,}, {peaks[1]:.0f} MB after {number:,} abstracts (ratio {peaks[1] / peaks[0]:.2f})"
    )


if __name__ == "__main__":
    main()
