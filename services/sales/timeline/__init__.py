"""The timeline of a contract: its story across departments, in order of business time.

It is told from facts that sales has or heard: what, when, who, which document, what amount, and the message behind it.
Each stream that takes part has its table of told facts; the route puts them together.
"""
