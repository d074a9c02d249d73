"""What a command cannot do, in a sentence, and the exit code that it ends with."""

WRONG = 1
MISUSED = 2


class NotPossibleError(Exception):
    """What was asked cannot be done: a sentence that says why and how to mend it, and the exit code."""

    def __init__(self, sentence: str, code: int = WRONG) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.code = code
