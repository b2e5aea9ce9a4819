"""How fast words find their concepts: 300 concepts with 2,000 labels, against an `re` alternation and rapidfuzz in the same run.

    python bench/ground.py [--small]

Labels: all labels of a scheme in an abstract (Aho-Corasick) beside one compiled alternation of the same labels. Grounding: a phrase of
a finding to its concept by stems and weights beside rapidfuzz's best label. CPU seconds of this process, texts made from a seed.
"""

import argparse
import random
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

from rapidfuzz import fuzz, process

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from kg.concepts.ground import Grounder
from kg.concepts.labels import Labels
from kg.concepts.lexicon import Lexicon
from kg.concepts.scheme import CONCEPTS, Stated

SYLLABLES = re.findall(r"\w+", "ba ce di fo gu ka le mi no pu ra se ti vo wu za che dri fla gro sta ple tri sho")


def vocabulary(chance: random.Random, size: int) -> list[str]:
    """Words that look like words."""
    return sorted({"".join(chance.choices(SYLLABLES, k=chance.choice((2, 3, 3, 4)))) for _ in range(size)})


def lexicon(chance: random.Random, words: list[str]) -> Lexicon:
    """300 determinants with 2,000 wordings of two to five words, the commoner words used more often."""
    weights = [1 / (rank + 5) for rank in range(len(words))]

    def label() -> str:
        return " ".join(chance.choices(words, weights, k=chance.choice((2, 2, 3, 3, 4, 5))))

    stated = []
    for number in range(300):
        more = 6 if number < 200 else 5
        one = Stated(f"{CONCEPTS}determinant/c{number:03}", labels=[(label(), "en")], alt=[(label(), "en") for _ in range(more)])
        stated.append(one)
    return Lexicon.of(stated)


def abstracts(chance: random.Random, words: list[str], labels: list[str], number: int) -> list[str]:
    """Abstracts of 250 words, three labels in each."""
    weights = [1 / (rank + 20) for rank in range(len(words))]
    texts = []
    for _ in range(number):
        text = chance.choices(words, weights, k=250)
        for _ in range(3):
            text[chance.randrange(250)] = chance.choice(labels)
        texts.append(" ".join(text))
    return texts


def rate(work: Callable[[str], object], items: list[str]) -> float:
    """Items a CPU second."""
    began = time.process_time()
    for item in items:
        work(item)
    return len(items) / max(time.process_time() - began, 1e-9)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", action="store_true", help="a quick look")
    small = parser.parse_args().small
    chance = random.Random(4)
    words = vocabulary(chance, 6000)
    made = lexicon(chance, words)
    labels = [label for concept in made.concepts.values() for label in concept.words]
    texts = abstracts(chance, words, labels, 500 if small else 5000)
    automaton = Labels(made.concepts.values())
    pattern = re.compile(r"\b(?:" + "|".join(map(re.escape, sorted(labels, key=len, reverse=True))) + r")\b", re.I)
    fast = rate(lambda text: list(automaton.find(text)), texts)
    slow = rate(pattern.findall, texts[: 20 if small else 100])
    print(
        f"{len(labels)} labels in abstracts of 250 words: {fast:,.0f}/s, one re alternation {slow:,.0f}/s: {fast / slow:.0f} times as fast"
    )
    phrases = [" ".join([*chance.choices(words, k=4), label]) for label in chance.choices(labels, k=500 if small else 5000)]
    grounder = Grounder(made)
    ours = rate(lambda phrase: grounder.ground(phrase, "barrier"), phrases)
    peer = rate(lambda phrase: process.extractOne(phrase, labels, scorer=fuzz.token_set_ratio), phrases[: 50 if small else 300])
    print(f"phrases grounded: {ours:,.0f}/s, rapidfuzz token_set_ratio {peer:,.0f}/s: {ours / peer:.1f} times as fast")
    right = sum(any(match.words in phrase for match in grounder.ground(phrase, "barrier")) for phrase in phrases)
    print(f"{right / len(phrases):.1%} of the phrases went to the label planted in them")


if __name__ == "__main__":
    main()
