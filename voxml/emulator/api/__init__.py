"""The documented calls API as Starlette routes, and the emulator's own under /_emulator."""
