"""The errors a user meets. Their texts are Swedish, say what to do and never quote a source file's content."""

from __future__ import annotations


class UserError(Exception):
    """Something that must hold does not; nothing is published. Ends the command with exit code 1."""


class UsageError(Exception):
    """The command was given wrongly. Ends the command with exit code 2."""
