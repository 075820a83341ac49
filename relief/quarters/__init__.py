"""The quarterly re-examination of the register."""
