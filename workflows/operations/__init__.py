"""One file per verb; each takes the session first."""
