"""The list of sites: the places where goods are kept, by the codes under which others name them. One document, `main`.

    (nothing listed) --open the first--> SiteList(it, and every place that goods were in already)
    Open --rename--> Open    Open --close(reason)--> Closed --vacate--> Vacated    Closed | Vacated --reopen--> Open
    Vacated --use--> Closed

While nothing is listed every code is taken, as before there was a list. From the first site on a person can name only
one that is open, or count one that is not vacated. What others have asked already, and goods that come, are never
refused for their site: they are facts. So a site is left in two steps. Closed, it gets nothing new to do, and what is
there leaves. Vacated, nothing is there.
"""
