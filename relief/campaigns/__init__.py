"""The campaign year: the four sends and their windows."""
