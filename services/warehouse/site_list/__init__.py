"""The list of sites: the places where goods are kept, by the codes under which others name them. One document, `main`.

    (nothing listed) --open the first--> SiteList(it, and every place that goods were in already)
    Open --rename--> Open    Open --close(reason)--> Closed --reopen(reason)--> Open

While nothing is listed every code is taken, as before there was a list. From the first site on a person can name only
one that is open. What others have asked already, and goods that come, are never refused for their site: they are facts.
"""
