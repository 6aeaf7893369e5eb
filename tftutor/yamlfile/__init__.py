"""The one reader of YAML: for lessons, for settings, and for the learner's own config file.

It knows no schema. Whoever reads a file turns a `Flaw` into a problem of their own.
"""

from tftutor.yamlfile.reading import Flaw, FlawedFile, NodePath, YamlFile, parse_yaml, read_yaml

__all__ = ["Flaw", "FlawedFile", "NodePath", "YamlFile", "parse_yaml", "read_yaml"]
