"""Glocal Graph: a knowledge graph of Japan's regional-international relations, and its workbench."""

__version__ = "0.1.0"
