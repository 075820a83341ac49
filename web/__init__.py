"""The web front door: pages and static assets."""
