"""Wires it up: settings, sign-in, the ASGI application, the command line."""
