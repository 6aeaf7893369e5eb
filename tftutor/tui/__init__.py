"""The Textual face: the course as a full-screen application. Textual is imported nowhere else."""
