"""Registers: lists that offices keep, made from the tables and the plans; first of them the duties of a month."""
