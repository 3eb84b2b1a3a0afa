"""The warehouse's sites as we have heard of them: where customers send goods back to. One document, `main`.

    (nothing heard) --note an opening--> SiteList(it) --note others, and closings--> SiteList(...)

It follows the warehouse by its messages, so it can be behind: a site that was opened a moment ago is refused until that
is heard, and one that was closed a moment ago is still taken, which the warehouse carries out. Until the first site is
heard of every code is taken. Held against it is what a person names, who asks for something or approves it; what
follows by rule is not.
"""
