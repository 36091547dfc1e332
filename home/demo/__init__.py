"""The demo: a whole believable site from the files in ``demo/``.

Facts of UN reviews, our own plain words, real cities with what public sources say they did, one made-up city that
shows progress, the pages every site needs, and logins for a developer's machine. Each module loads one of these; the
command ``load_demo`` calls them in order. Everything is created once and then belongs to the editors: a second run
adds what is missing and leaves the rest alone.
"""
