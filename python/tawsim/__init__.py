"""Gold of tawsim, the workbench for annotating Arabic text, for people who train models.

>>> import tawsim
>>> articles = tawsim.load("gold")
>>> for article in articles:
...     for entity in article.entities:
...         print(entity.label, entity.text)

All offsets count Unicode code points, as strings of Python do: ``article.text[span.start:span.end] == span.text``.
The package also installs the program: ``tawsim`` in the shell, or ``python -m tawsim``.
"""

from ._articles import Articles
from ._gold import Article, Entity, Quote, Speaker, Span, Suggestion
from ._program import GoldError, GoldWarning, find_program, load, stream

__all__ = [
    "Article",
    "Articles",
    "Entity",
    "GoldError",
    "GoldWarning",
    "Quote",
    "Span",
    "Speaker",
    "Suggestion",
    "find_program",
    "load",
    "stream",
]
