"""The contents of a gold file: docs/src/guide/gold-json.md describes the format."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Mapping, Optional

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc


@dataclass(frozen=True)
class Span:
    """A piece of the text of an article: from the code point ``start`` to before the code point ``end``."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Entity(Span):
    """A labelled span that a person decided on."""

    label: str
    id: str
    #: ``accepted``, ``fixed`` or ``added``.
    verdict: str
    #: The whole object of the gold file: ``suggestion``, ``at``, ``note``, ``flags`` and keys of other programs.
    raw: Mapping[str, Any] = field(repr=False, compare=False, default_factory=dict)


@dataclass(frozen=True)
class Speaker(Span):
    """Who is quoted."""

    #: The id of the entity that the speaker is, if it is known.
    entity: Optional[str]
    #: True if the verb has no subject of its own; the span is then an earlier mention.
    implied: bool


@dataclass(frozen=True)
class Quote:
    """A quote frame: what was said, the words that report it, who said it."""

    #: ``direct``, ``indirect`` or ``mixed``.
    kind: str
    #: One or more spans in reading order.
    content: tuple[Span, ...]
    cue: Optional[Span]
    speaker: Optional[Speaker]
    id: str
    #: ``accepted``, ``fixed`` or ``added``.
    verdict: str
    raw: Mapping[str, Any] = field(repr=False, compare=False, default_factory=dict)


@dataclass(frozen=True)
class Suggestion:
    """What a program suggested and nobody accepted: an entity (``spans`` has one span) or a quote (its content)."""

    #: ``entity`` or ``quote``.
    layer: str
    #: The label of an entity, the kind of a quote.
    label: str
    spans: tuple[Span, ...]
    id: str
    source: Optional[str]
    score: Optional[float]
    raw: Mapping[str, Any] = field(repr=False, compare=False, default_factory=dict)


@dataclass(frozen=True)
class Article:
    """A text with its annotation."""

    id: str
    text: str
    #: ``suggested``, ``in_progress``, ``done`` or ``skipped``.
    status: str
    annotator: Optional[str]
    meta: Mapping[str, Any]
    entities: tuple[Entity, ...]
    quotes: tuple[Quote, ...]
    #: Suggestions that a person rejected.
    rejected: tuple[Suggestion, ...]
    #: Suggestions without a verdict.
    pending: tuple[Suggestion, ...]
    #: The whole object of the gold file.
    raw: Mapping[str, Any] = field(repr=False, compare=False, default_factory=dict)

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Article:
        """Makes an article of the object in a gold file of the schema ``tawsim/1``."""
        text = value["text"]
        return cls(
            id=value["id"],
            text=text,
            status=value.get("status", "suggested"),
            annotator=value.get("annotator"),
            meta=value.get("meta") or {},
            entities=tuple(_entity(text, entity) for entity in value.get("entities", [])),
            quotes=tuple(_quote(text, quote) for quote in value.get("quotes", [])),
            rejected=tuple(_suggestion(text, item) for item in value.get("rejected", [])),
            pending=tuple(_suggestion(text, item) for item in value.get("pending", [])),
            raw=value,
        )

    def to_spacy(self, nlp: Language, *, tokens: str = "proclitics") -> Doc:
        """Makes a ``Doc`` with the tokenizer of ``nlp``; :meth:`tawsim.Articles.to_spacy` describes it."""
        from ._spacy import doc

        return doc(self, nlp, tokens)


def _span(text: str, value: Mapping[str, Any]) -> Span:
    return Span(value["start"], value["end"], text[value["start"] : value["end"]])


def _entity(text: str, value: Mapping[str, Any]) -> Entity:
    span = _span(text, value)
    return Entity(span.start, span.end, span.text, value["label"], value.get("id", ""), value.get("verdict", ""), value)


def _quote(text: str, value: Mapping[str, Any]) -> Quote:
    return Quote(
        kind=value.get("kind", ""),
        content=tuple(_span(text, part) for part in value["content"]),
        cue=_span(text, value["cue"]) if value.get("cue") else None,
        speaker=_speaker(text, value["speaker"]) if value.get("speaker") else None,
        id=value.get("id", ""),
        verdict=value.get("verdict", ""),
        raw=value,
    )


def _speaker(text: str, value: Mapping[str, Any]) -> Speaker:
    span = _span(text, value)
    return Speaker(span.start, span.end, span.text, value.get("entity"), bool(value.get("implied")))


def _suggestion(text: str, value: Mapping[str, Any]) -> Suggestion:
    parts = value["content"] if "content" in value else [value]
    return Suggestion(
        layer=value.get("layer", "quote" if "content" in value else "entity"),
        label=value.get("label", value.get("kind", "")),
        spans=tuple(_span(text, part) for part in parts),
        id=value.get("id", ""),
        source=value.get("source"),
        score=value.get("score"),
        raw=value,
    )
