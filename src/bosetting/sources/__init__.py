"""Where the figures come from. Writes ``data/``; the computation never imports it."""
