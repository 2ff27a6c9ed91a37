"""The commands of ``python -m dashboard``, a module a topic; ``dashboard.cli`` gathers them."""
