"""One handler per service task, named as in the diagram."""
