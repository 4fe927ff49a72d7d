"""Gold as documents of spaCy, which is imported only when it is asked for."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Iterator, Optional

from ._gold import Article, Span

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc


def doc(article: Article, nlp: Language, tokens: str) -> Doc:
    from spacy.tokens import SpanGroup
    from spacy.util import filter_spans

    if tokens not in ("proclitics", "words"):
        raise ValueError(f'tokens is "proclitics" or "words", not {tokens!r}')
    made = nlp.make_doc(article.text)
    if made.text != article.text:
        raise ValueError(f"{article.id}: the tokenizer of this pipeline changes the text, so offsets would be wrong")
    quote_parts = list(_quote_parts(article))
    if tokens == "proclitics":
        _split(made, [*article.entities, *(span for span, _, _ in quote_parts)])
    mode = "expand"  # After a split, every edge is the edge of a token.

    def spans(found: list[tuple[Span, str, str]]) -> SpanGroup:
        made_spans = [
            made.char_span(span.start, span.end, label=label, span_id=id, alignment_mode=mode)
            for span, label, id in found
        ]
        return SpanGroup(made, spans=[span for span in made_spans if span is not None])

    made.spans["entities"] = spans([(entity, entity.label, entity.id) for entity in article.entities])
    made.spans["quotes"] = spans(quote_parts)
    made.set_ents(filter_spans(list(made.spans["entities"])))
    made.user_data["tawsim"] = article.id
    return made


def _quote_parts(article: Article) -> Iterator[tuple[Span, str, str]]:
    for quote in article.quotes:
        parts: list[tuple[Optional[Span], str]] = [(part, "CONTENT") for part in quote.content]
        for span, label in [*parts, (quote.cue, "CUE"), (quote.speaker, "SPEAKER")]:
            if span is not None:
                yield span, label, quote.id


def _split(made: Doc, spans: list[Span]) -> None:
    """Splits each token inside which a span begins or ends."""
    starts = [token.idx for token in made]
    cuts: dict[int, set[int]] = {}
    for edge in {edge for span in spans for edge in (span.start, span.end)}:
        index = bisect_right(starts, edge) - 1
        if index >= 0 and 0 < edge - starts[index] < len(made[index].text):
            cuts.setdefault(index, set()).add(edge - starts[index])
    with made.retokenize() as retokenizer:
        for index, inside in cuts.items():
            token = made[index]
            edges = [0, *sorted(inside), len(token.text)]
            orths = [token.text[start:end] for start, end in zip(edges, edges[1:])]
            retokenizer.split(token, orths, heads=[(token, part) for part in range(len(orths))])
