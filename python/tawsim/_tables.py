"""Tables of gold: Hugging Face ``datasets`` and pandas. Both are imported only when they are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Iterable, Iterator, Optional

from ._gold import Article, Entity, Quote, Span

if TYPE_CHECKING:
    import datasets
    import pandas


def dataset(articles: Iterable[Article]) -> datasets.Dataset:
    import datasets

    # The types are given, so that corpora without quotes, or without articles, have the same columns.
    number, words, truth = datasets.Value("int64"), datasets.Value("string"), datasets.Value("bool")
    span = {"start": number, "end": number, "text": words}
    features = datasets.Features(
        {
            "id": words,
            "text": words,
            "status": words,
            "entities": [{**span, "label": words, "id": words, "verdict": words}],
            "quotes": [
                {
                    "id": words,
                    "kind": words,
                    "content": [span],
                    "cue": span,
                    "speaker": {**span, "entity": words, "implied": truth},
                    "verdict": words,
                }
            ],
        }
    )
    rows = [_row(article) for article in articles]
    columns = {name: [row[name] for row in rows] for name in features}
    return datasets.Dataset.from_dict(columns, features=features)


def _row(article: Article) -> dict[str, Any]:
    return {
        "id": article.id,
        "text": article.text,
        "status": article.status,
        "entities": [
            {**_span(entity), "label": entity.label, "id": entity.id, "verdict": entity.verdict}
            for entity in article.entities
        ],
        "quotes": [_quote(quote) for quote in article.quotes],
    }


def _quote(quote: Quote) -> dict[str, Any]:
    speaker = quote.speaker
    return {
        "id": quote.id,
        "kind": quote.kind,
        "content": [_span(part) for part in quote.content],
        "cue": _span(quote.cue) if quote.cue else None,
        "speaker": {**_span(speaker), "entity": speaker.entity, "implied": speaker.implied} if speaker else None,
        "verdict": quote.verdict,
    }


def _span(span: Span) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "text": span.text}


_TYPES = {
    "article": "string",
    "status": "string",
    "layer": "string",
    "item": "string",
    "role": "string",
    "label": "string",
    "start": "int64",
    "end": "int64",
    "text": "string",
    "verdict": "string",
    "source": "string",
    "score": "float64",
}


def dataframe(articles: Iterable[Article]) -> pandas.DataFrame:
    import pandas

    rows = [row for article in articles for row in _rows(article)]
    return pandas.DataFrame(rows, columns=list(_TYPES)).astype(_TYPES)


def _rows(article: Article) -> Iterator[dict[str, Any]]:
    for entity in article.entities:
        yield _labelled(article, "entity", entity, "entity", entity.label, entity)
    for quote in article.quotes:
        roles: list[tuple[str, Optional[Span]]] = [("content", part) for part in quote.content]
        for role, span in [*roles, ("cue", quote.cue), ("speaker", quote.speaker)]:
            if span is not None:
                yield _labelled(article, "quote", quote, role, quote.kind, span)


def _labelled(
    article: Article, layer: str, item: Entity | Quote, role: str, label: str, span: Span
) -> dict[str, Any]:
    suggestion = item.raw.get("suggestion") or {}
    return {
        "article": article.id,
        "status": article.status,
        "layer": layer,
        "item": item.id,
        "role": role,
        "label": label,
        **_span(span),
        "verdict": item.verdict,
        "source": suggestion.get("source"),
        "score": suggestion.get("score"),
    }
