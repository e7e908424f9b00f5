"""Commands of the core that belong to no other room: sheets, validation, the schema.

They parse, call one function of the core, and print; they import nothing above the
document layer.
"""
