"""What if: shocks and changed rules over a panel and a plan, and what they change of the places' tiers.

Pure over panel and plan: nothing here reads a clock, keeps a figure, or changes what it is given; only
``kept`` writes, into a store.
"""
