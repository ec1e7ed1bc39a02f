"""Carries figures from one municipal structure to another, by date; the country's total is kept.

A frame of figures and a frame of changes come in; nothing is read and nothing is written.
"""

from bosetting.sources.carry.carrying import Carried, carry
from bosetting.sources.carry.rates import Rate

__all__ = ["Carried", "Rate", "carry"]
