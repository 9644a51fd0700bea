"""What is raised for words that have no moment: the words, the place, the problem, the next step."""

from inkoopkalender.errors import MisuseError


class PhraseError(MisuseError):
    """The words cannot be given a moment; `problem` and `next_step` are Dutch sentences."""

    def __init__(self, words: str, column: int, problem: str, next_step: str) -> None:
        self.words = words
        self.column = column
        self.problem = problem
        self.next_step = next_step
        super().__init__(f"{problem}\n  {words}\n  {' ' * (column - 1)}^ plaats {column}\n{next_step}")
