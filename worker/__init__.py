"""The relay of the outbox and the sweep of due timers."""
