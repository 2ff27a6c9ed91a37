"""Who may sign in, and who is signed in: accounts, passwords, lockout and sessions, kept in the store.

Importing the modules imports SQLAlchemy, so nothing does unless accounts are used (docs/security.md, "Signing in").
"""
