"""The union tree, officers, posts, stand-ins, and who may see what."""
