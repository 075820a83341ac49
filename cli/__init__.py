"""The command line: bangfu."""
