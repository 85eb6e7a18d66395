"""What uses a field, tag, folder or status: asked before such a thing is taken away."""
