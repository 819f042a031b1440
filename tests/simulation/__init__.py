"""Simulated municipalities with known injected changes, written as raw files and read back by the whole pipeline.

Here lives the program that draws them and says what is true; nothing here computes a comparison. Used to
measure how often the flag for change is wrong, and how often it finds what is there.
"""
