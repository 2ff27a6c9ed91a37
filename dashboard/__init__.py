"""The early-warning desk: plans as data, figures as tables, tiers with their reasons."""
