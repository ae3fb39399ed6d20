"""Measure on generated pairs how well two contacts of one person are told from contacts of two.

Precision is the share of true ones among those joined without asking, recall the share joined of all true ones; a true
pair that is not joined should at least be proposed. `PYTHONPATH=samples:tests python tests/bench/duplicates.py`.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict

from meishi.domain.identity import identity_keys
from meishi.resolve.duplicates import Verdict, compare
from pairs import SAME, draw_pairs


def verdict_on(one, other, *, look_alike):
    """What an import says of two contacts: those that share no key are never compared."""
    return (
        compare(one, other, look_alike=look_alike).verdict
        if identity_keys(one) & identity_keys(other)
        else Verdict.DIFFERENT
    )


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--count", type=int, default=2000)
    arguments.add_argument("--seed", type=int, default=1)
    chosen = arguments.parse_args()
    counts: dict[str, Counter[Verdict]] = defaultdict(Counter)
    for pair in draw_pairs(chosen.count, chosen.seed):
        counts[pair.kind][verdict_on(pair.one, pair.other, look_alike=pair.look_alike)] += 1
    print(f"{'generated pairs':24}{'joined':>9}{'proposed':>10}{'kept apart':>12}")
    for kind, verdicts in counts.items():
        print(f"{kind:24}{verdicts[Verdict.SAME]:9}{verdicts[Verdict.PERHAPS]:10}{verdicts[Verdict.DIFFERENT]:12}")
    joined = sum(verdicts[Verdict.SAME] for verdicts in counts.values())
    rightly = sum(counts[kind][Verdict.SAME] for kind in SAME)
    found = rightly + sum(counts[kind][Verdict.PERHAPS] for kind in SAME)
    true = sum(sum(counts[kind].values()) for kind in SAME)
    print(f"joined: precision {rightly / joined:.4f}, recall {rightly / true:.3f}")
    print(f"joined or proposed: recall {found / true:.3f}")


if __name__ == "__main__":
    main()
