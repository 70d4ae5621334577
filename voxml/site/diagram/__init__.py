"""Pictures of a site's flow that a person who knows nothing of VoxML can read."""
