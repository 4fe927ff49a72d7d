"""Many articles, and what other libraries make of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Iterable, Iterator, Union, overload

from ._gold import Article

if TYPE_CHECKING:
    import datasets
    import pandas
    from spacy.language import Language
    from spacy.tokens import Doc


class Articles(Sequence[Article]):
    """A list of articles that does not change."""

    def __init__(self, articles: Iterable[Article]) -> None:
        self._articles = tuple(articles)

    def __len__(self) -> int:
        return len(self._articles)

    def __iter__(self) -> Iterator[Article]:
        return iter(self._articles)

    @overload
    def __getitem__(self, index: int) -> Article: ...
    @overload
    def __getitem__(self, index: slice) -> Articles: ...
    def __getitem__(self, index: Union[int, slice]) -> Union[Article, Articles]:
        found = self._articles[index]
        return found if isinstance(found, Article) else Articles(found)

    def __repr__(self) -> str:
        return f"<{len(self)} articles>"

    def to_spacy(self, nlp: Language, *, tokens: str = "proclitics") -> list[Doc]:
        """Makes one ``Doc`` of each article, with the tokenizer of ``nlp``.

        - ``doc.ents``: the entities. Of entities that overlap, the longest; ``doc.spans["entities"]`` has all.
        - ``doc.spans["quotes"]``: the parts of the quotes, labelled ``CONTENT``, ``CUE`` and ``SPEAKER``. The ``id_`` of a
          span is the id of its entity or quote.
        - ``doc.user_data["tawsim"]``: the id of the article.

        A span may begin or end inside a token, since proclitics (و ف ب ل ك س) are outside of a span. As in ``tawsim
        export``, ``tokens`` says what happens then: ``"proclitics"`` splits the token, ``"words"`` makes the span cover the
        whole token. To train a pipeline that keeps its own tokens, take ``"words"``.
        """
        return [article.to_spacy(nlp, tokens=tokens) for article in self]

    def to_datasets(self) -> datasets.Dataset:
        """Makes a ``datasets.Dataset`` with one row for each article; offsets count code points of ``text``.

        The columns are ``id``, ``text``, ``status``, ``entities`` and ``quotes``. For tokens with ``ner_tags``, see
        ``tawsim export --to hf``.
        """
        from ._tables import dataset

        return dataset(self)

    def to_dataframe(self) -> pandas.DataFrame:
        """Makes a ``pandas.DataFrame`` with one row for each span of gold.

        The columns are ``article``, ``status``, ``layer`` (entity or quote), ``item`` (the id), ``role`` (entity, content,
        cue or speaker), ``label`` (the label of an entity, the kind of a quote), ``start``, ``end``, ``text``, ``verdict``,
        ``source`` and ``score`` (of the suggestion that it comes from). An article without gold has no row.
        """
        from ._tables import dataframe

        return dataframe(self)

