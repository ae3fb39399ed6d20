"""Fits the model that says how likely a value is right, from cards that were drawn, photographed and read."""
